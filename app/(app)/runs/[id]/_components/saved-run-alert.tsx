import Link from 'next/link';
import type { ReactNode } from 'react';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { queueHref } from '@/app/(app)/queue/search-params';
import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import { buttonClass } from '@/components/ui/button';
import type { Format } from '@/components/ui/format';
import { recommendationStateLabels } from '@/lib/decisions/labels';
import { describeRefresh } from '@/lib/runs/labels';
import type { Run } from '@/lib/runs/read-runs';
import type { RunOutcomes } from '@/lib/runs/run-outcomes';

/** What became of a run's recommendations. Leads to the queue only while some are pending. */
export async function SavedRunAlert({
  run,
  outcomes,
  mayDecide,
  children,
}: {
  readonly run: Run;
  readonly outcomes: RunOutcomes;
  readonly mayDecide: boolean;
  /** Why fewer accounts were placed than asked for. */
  readonly children: ReactNode;
}) {
  const format = await currentFormat();
  const refresh = run.result?.refresh;
  const placed = run.placed ?? 0;
  const { counts, total } = outcomes;
  const missing = placed - total;
  const left = run.result?.left ?? 0;
  return (
    <Alert
      tone={counts.pending > 0 ? 'ok' : 'neutral'}
      title={
        refresh
          ? describeRefresh({
              placed,
              deferred: run.deferred ?? 0,
              skipped: refresh.skipped.length,
              left: refresh.left,
            })
          : outcomeTitle(outcomes, placed, format)
      }
      actions={
        counts.pending > 0 && (
          <Link href={queueHref('/queue', { run: run.id })} className={buttonClass('primary')}>
            {mayDecide ? 'Go to the queue' : 'Show in queue'}
          </Link>
        )
      }
    >
      {refresh && 'The new recommendations replace the old ones. '}
      {counts.pending > 0 && 'No account is assigned until a manager accepts.'}
      {counts.pending < total && <Totals outcomes={outcomes} format={format} />}
      {missing > 0 && (
        <p>{`${format.count(missing, 'recommendation')} no longer in the warehouse.`}</p>
      )}
      {left > 0 && (
        <p>{`${format.count(left, 'more account')} could have been placed: the batch was full.`}</p>
      )}
      {children}
    </Alert>
  );
}

function outcomeTitle({ counts, total }: RunOutcomes, placed: number, format: Format): string {
  if (counts.pending === total && total > 0)
    return `${format.count(placed, 'recommendation')} added to the queue`;
  const all = format.count(total, 'recommendation');
  if (counts.pending > 0) return `${format.number(counts.pending)} of ${all} still pending`;
  const ended = counts.superseded > 0 ? 'decided or superseded' : 'decided';
  return total === 1 ? `The recommendation is ${ended}` : `All ${all} are ${ended}`;
}

const order = ['accepted', 'overridden', 'rejected', 'superseded', 'pending'] as const;

/** How many recommendations ended in each state. */
function Totals({
  outcomes: { counts },
  format,
}: {
  readonly outcomes: RunOutcomes;
  readonly format: Format;
}) {
  return (
    <ul aria-label="Outcomes" className="mt-1 flex flex-wrap gap-1.5">
      {order
        .filter((state) => counts[state] > 0)
        .map((state) => (
          <li key={state}>
            <Badge className="border border-line bg-surface text-ink!">
              {`${recommendationStateLabels[state]}: ${format.number(counts[state])}`}
            </Badge>
          </li>
        ))}
    </ul>
  );
}
