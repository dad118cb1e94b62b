import { offWords } from '@/lib/review/off-words';
import { describeDeferral } from '@/lib/routing/describe';
import { describeProof } from '@/lib/runs/result-words';
import { formatTable } from '../sql-table';
import type { RouteRun } from './answers';

const moment = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
});

/** What a run found, as a person reads it in a terminal. */
export function reportOf(run: RouteRun): string {
  const { result } = run;
  if (!result) return run.failure ?? 'The run found nothing.';
  const { placements, deferrals } = result;
  const parts: string[] = [];
  if (placements.length > 0) {
    parts.push(
      table(
        ['account', 'id', 'csm', 'score', 'neediness', 'health', 'revenue', 'segment', 'level'],
        placements.map((row) => [
          row.accountName,
          row.accountId,
          row.csm,
          Math.round(row.score * 10) / 10,
          row.neediness,
          row.health,
          row.revenue,
          row.segment ?? '–',
          row.level ?? '–',
        ]),
      ),
    );
  }
  if (deferrals.length > 0) {
    parts.push(
      table(
        ['deferred account', 'id', 'why'],
        deferrals.map((row) => [row.accountName, row.accountId, why(row)]),
      ),
    );
  }
  parts.push(summary(run, placements.length, deferrals.length));
  parts.push(
    describeProof(result.proof)
      .sentences.map((sentence) => `${sentence}.`)
      .join('\n'),
  );
  if (run.review) parts.push(review(run.review));
  return parts.join('\n\n');
}

function review({ off, call, counts }: NonNullable<RouteRun['review']>): string {
  if (!call) return off ? offWords[off] : 'Not reviewed.';
  if (call.status === 'waiting') return 'The review was handed in as a batch, to be picked up.';
  const { approve, caution, reassign, hidden, unreviewed } = counts;
  const found = [
    `${approve} approve`,
    `${caution} caution`,
    `${reassign} reassign`,
    ...(hidden > 0 ? [`${hidden} hidden until decided`] : []),
    ...(unreviewed > 0 ? [`${unreviewed} unreviewed`] : []),
  ];
  return [`Claude’s review: ${found.join(', ')}.`, call.failure].filter(Boolean).join(' ');
}

function table(columns: string[], rows: (string | number | null)[][]): string {
  return formatTable({ columns, rows, rowsAffected: 0 });
}

function why(deferral: Parameters<typeof describeDeferral>[0]): string {
  const { text, until } = describeDeferral(deferral);
  return until === null ? `${text}.` : `${text} ${moment.format(until)}.`;
}

function summary(run: RouteRun, placed: number, deferred: number): string {
  const counts = `${placed} placed, ${deferred} deferred`;
  return run.dryRun
    ? `Dry run ${run.id}: ${counts}. Nothing was written to the queue.`
    : `Run ${run.id}: ${counts}. ${placed > 0 ? 'The recommendations wait in the queue.' : 'Nothing was added to the queue.'}`;
}
