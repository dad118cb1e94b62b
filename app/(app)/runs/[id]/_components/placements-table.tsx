import Link from 'next/link';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { CsmLink, RecordLink } from '@/app/(app)/_shared/entity-links';
import { Score } from '@/app/(app)/_shared/score';
import { RecommendationStateBadge } from '@/app/(app)/_shared/status-marks';
import { queueHref } from '@/app/(app)/queue/search-params';
import { StaticTable } from '@/components/table/static-table';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { RunResult } from '@/lib/read-model/run-schemas';
import type { RunOutcomes } from '@/lib/runs/run-outcomes';
import { accountCells, EarlierLink } from './result-tables';

type Outcome = NonNullable<ReturnType<RunOutcomes['byAccount']['get']>>;

/** The accounts that were placed, with their CSMs and what became of each recommendation. */
export async function PlacementsTable({
  runId,
  placements,
  outcomes,
}: {
  readonly runId: string;
  readonly placements: RunResult['placements'];
  /** Null for a dry run, which recommends nothing. */
  readonly outcomes: RunOutcomes | null;
}) {
  const format = await currentFormat();
  const replacesOthers = placements.some(({ replaces }) => replaces);
  return (
    <Panel
      title={`${format.count(placements.length, 'account')} placed`}
      flush
      actions={
        outcomes !== null &&
        outcomes.counts.pending > 0 && (
          <Link
            href={queueHref('/queue', { run: runId })}
            data-print="none"
            className="text-sm font-medium text-accent-ink hover:underline"
          >
            Show in queue
          </Link>
        )
      }
    >
      <StaticTable
        label="Placed accounts"
        scrollClass="max-h-[30rem]"
        className={outcomes ? 'min-w-[72rem]' : 'min-w-[52rem]'}
        columns={[
          { id: 'account', label: 'Account', className: 'min-w-40' },
          { id: 'csm', label: 'CSM', className: 'min-w-36' },
          ...(outcomes
            ? [
                { id: 'outcome', label: 'Outcome', className: 'min-w-52' },
                { id: 'record', label: 'Record' },
              ]
            : []),
          ...(replacesOthers ? [{ id: 'replaces', label: 'Replaces', className: 'min-w-40' }] : []),
          { id: 'score', label: 'Score', align: 'end' },
          { id: 'neediness', label: 'Neediness', align: 'end' },
          { id: 'health', label: 'Health' },
          { id: 'revenue', label: 'Revenue', align: 'end' },
          { id: 'class', label: 'Class', className: 'whitespace-nowrap' },
        ]}
        rows={placements.map((placement) => {
          const outcome = outcomes?.byAccount.get(placement.accountId);
          return {
            id: placement.accountId,
            cells: {
              ...accountCells(placement, format),
              csm: <CsmLink name={placement.csm} />,
              outcome: <OutcomeCell outcome={outcome} />,
              record: outcome && <RecordLink id={outcome.id} of={placement.accountName} />,
              replaces: placement.replaces && <EarlierLink {...placement.replaces} />,
              score: <Score value={placement.score} />,
              neediness: format.fixed(placement.neediness, 1),
            },
          };
        })}
      />
    </Panel>
  );
}

/** The state of a recommendation: who decided it, when, and who received the account. */
function OutcomeCell({ outcome }: { readonly outcome: Outcome | undefined }) {
  if (!outcome) return <span className="text-ink-muted">No longer in the warehouse</span>;
  const { state, givenTo, decision } = outcome;
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-1.5">
        <RecommendationStateBadge state={state} />
        {state === 'overridden' && givenTo && (
          <span>
            {'to '}
            <CsmLink name={givenTo} />
          </span>
        )}
      </span>
      {decision && (
        <span className="block text-xs text-ink-muted">
          <bdi>{decision.byName}</bdi>
          {', '}
          <Time at={decision.at} />
        </span>
      )}
      {!decision && (state === 'accepted' || state === 'overridden') && (
        <span className="block text-xs text-ink-muted">Outside the app</span>
      )}
    </>
  );
}
