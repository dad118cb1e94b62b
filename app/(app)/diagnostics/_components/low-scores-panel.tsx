import Link from 'next/link';
import { CsmLink, RecordLink } from '@/app/(app)/_shared/entity-links';
import { ListPages } from '@/app/(app)/_shared/list-pages';
import { Score } from '@/app/(app)/_shared/score';
import { RecommendationStateBadge, VerdictName } from '@/app/(app)/_shared/status-marks';
import { lowScoresHref } from '@/app/(app)/diagnostics/search-params';
import { StaticTable } from '@/components/table/static-table';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import {
  LOW_SCORES_PAGE_SIZE,
  type LowScore,
  type LowScores,
} from '@/lib/analytics/diagnostics/lists';

/** The recommendations that were not accepted, as the guide lists them, with the state of each. */
export function LowScoresPanel({
  lowScores: { since, rows, page, total },
}: {
  readonly lowScores: LowScores;
}) {
  return (
    <Panel
      title="Which recent recommendations score lowest?"
      description={
        <>
          {'As in the guide: those that were not accepted, since '}
          <Time at={since} show="absolute" />
          {' (midnight UTC yesterday).'}
        </>
      }
      actions={
        <ListPages
          label="Pages of the lowest scores"
          page={page}
          total={total}
          size={LOW_SCORES_PAGE_SIZE}
          href={lowScoresHref}
          exportHref="/api/exports/low-scores"
        />
      }
      flush={rows.length > 0}
    >
      {rows.length === 0 ? (
        <p className="text-ink-muted">
          None. Everything recommended since then was accepted, or nothing was recommended.
        </p>
      ) : (
        <StaticTable
          label="Recommendations not accepted, lowest scores first"
          className="min-w-[52rem]"
          columns={[
            { id: 'score', label: 'Score', align: 'end' },
            { id: 'account', label: 'Account', className: 'min-w-28' },
            { id: 'csm', label: 'Recommended CSM' },
            { id: 'state', label: 'State' },
            { id: 'at', label: 'Recommended' },
            { id: 'feedback', label: 'Feedback', className: 'min-w-64' },
            { id: 'record', label: 'Record' },
          ]}
          rows={rows.map((row) => ({
            id: row.id,
            cells: {
              score: <Score value={row.score} />,
              account: <AccountCell row={row} />,
              csm: row.csm === null ? 'None' : <CsmLink name={row.csm} />,
              state: <RecommendationStateBadge state={row.state} />,
              at: <Time at={row.at} />,
              feedback: <FeedbackCell row={row} />,
              // A row without an account or a CSM has no record.
              record: row.state && <RecordLink id={row.id} of={row.accountId ?? row.id} />,
            },
          }))}
        />
      )}
    </Panel>
  );
}

/** Claude's verdict and text, or another program's feedback. */
function FeedbackCell({ row: { feedback, verdict } }: { readonly row: LowScore }) {
  if (feedback === null) return <span className="text-ink-muted">None</span>;
  if (verdict === null) return feedback;
  return (
    <>
      <VerdictName verdict={verdict} /> {feedback}
    </>
  );
}

/** The account, linked to its recommendation in the queue. */
function AccountCell({ row: { id, accountId, state } }: { readonly row: LowScore }) {
  if (accountId === null) return 'None';
  if (state === null) return accountId;
  return (
    <Link
      href={`/queue?row=${id}`}
      prefetch={false}
      className="font-medium text-accent-ink hover:underline"
    >
      {accountId}
    </Link>
  );
}
