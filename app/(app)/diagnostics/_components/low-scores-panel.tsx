import Link from 'next/link';
import { CsmLink } from '@/app/(app)/_shared/entity-links';
import { Score } from '@/app/(app)/_shared/score';
import { RecommendationStateBadge, VerdictName } from '@/app/(app)/_shared/status-marks';
import { StaticTable } from '@/components/table/static-table';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Diagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';

type LowScores = Diagnostics['lowScores'];
type Row = LowScores['rows'][number];

/** The guide's list of recommendations that were not accepted, with the state of each. */
export function LowScoresPanel({ lowScores: { since, rows } }: { readonly lowScores: LowScores }) {
  return (
    <Panel
      title="Which recent recommendations score lowest?"
      description={
        <>
          {'As in the guide: at most ten that were not accepted, since '}
          <Time at={since} show="absolute" />
          {' (midnight UTC yesterday).'}
        </>
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
            },
          }))}
        />
      )}
    </Panel>
  );
}

/** Claude's verdict and text, or another program's feedback. */
function FeedbackCell({ row: { feedback, verdict } }: { readonly row: Row }) {
  if (feedback === null) return <span className="text-ink-muted">None</span>;
  if (verdict === null) return feedback;
  return (
    <>
      <VerdictName verdict={verdict} /> {feedback}
    </>
  );
}

/** The account, linked to its recommendation in the queue. */
function AccountCell({ row: { id, accountId, state } }: { readonly row: Row }) {
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
