import { formatTable } from '@/cli/format-table';
import { describeDeferral } from '@/lib/engine/describe';
import { disabledReasonLabels } from '@/lib/reviews/labels';
import { describeProof } from '@/lib/runs/labels';
import type { RouteRun } from './run-on-server';

const dateTimeFormat = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
});

/** What a run found, as a person reads it in a terminal. */
export function formatReport(run: RouteRun): string {
  const { result } = run;
  if (!result) return run.failure ?? 'The run found nothing.';
  const { placements, deferrals } = result;
  const parts: string[] = [];
  if (placements.length > 0) {
    parts.push(
      textTable(
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
      textTable(
        ['deferred account', 'id', 'why'],
        deferrals.map((row) => [row.accountName, row.accountId, deferralText(row)]),
      ),
    );
  }
  parts.push(summary(run, placements.length, deferrals.length));
  parts.push(
    describeProof(result.proof)
      .sentences.map((sentence) => `${sentence}.`)
      .join('\n'),
  );
  if (run.review) parts.push(reviewText(run.review));
  return parts.join('\n\n');
}

function reviewText({ off, call, counts }: NonNullable<RouteRun['review']>): string {
  if (!call) return off ? disabledReasonLabels[off] : 'Not reviewed.';
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

function textTable(columns: string[], rows: (string | number | null)[][]): string {
  return formatTable({ columns, rows, rowsAffected: 0 });
}

function deferralText(deferral: Parameters<typeof describeDeferral>[0]): string {
  const { text, until } = describeDeferral(deferral);
  return until === null ? `${text}.` : `${text} ${dateTimeFormat.format(until)}.`;
}

function summary(run: RouteRun, placed: number, deferred: number): string {
  const counts = `${placed} placed, ${deferred} deferred`;
  return run.dryRun
    ? `Dry run ${run.id}: ${counts}. Nothing was written to the queue.`
    : `Run ${run.id}: ${counts}. ${placed > 0 ? 'The recommendations wait in the queue.' : 'Nothing was added to the queue.'}`;
}
