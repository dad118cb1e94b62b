import { formatTable } from '@/cli/format-table';
import { createFormat } from '@/components/ui/format';
import { describeDeferral } from '@/lib/engine/describe';
import { disabledReasonLabels } from '@/lib/reviews/labels';
import {
  accountClassLabel,
  describeProof,
  describeRefresh,
  skipReasonLabels,
} from '@/lib/runs/labels';
import { countTakenDeferrals, describeShortfall, takenDeferrals } from '@/lib/runs/outcome';
import type { Replay } from '@/lib/runs/replay-run';
import type { RouteRun } from './run-on-server';

// Without a locale argument, Intl uses the system's.
const { locale: LOCALE, timeZone } = new Intl.DateTimeFormat().resolvedOptions();
const format = createFormat(LOCALE, timeZone);

/** Formats a finished run for a terminal. */
export function formatReport(run: RouteRun): string {
  const { result } = run;
  if (!result) return run.failure ?? 'The run has no result.';
  const { placements, refresh } = result;
  const deferrals = takenDeferrals(result);
  const sections: string[] = [];
  if (placements.length > 0) {
    sections.push(
      textTable(
        [
          'account',
          'id',
          'CSM',
          ...(refresh ? ['replaced CSM'] : []),
          'score',
          'neediness',
          'health',
          'revenue',
          'segment',
          'level',
        ],
        placements.map((row) => [
          row.accountName,
          row.accountId,
          row.csm,
          ...(refresh ? [row.replaces?.csm ?? '–'] : []),
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
    sections.push(
      textTable(
        ['deferred account', 'id', 'reason'],
        deferrals.map((row) => [row.accountName, row.accountId, deferralText(row)]),
      ),
    );
  }
  const unlisted = countTakenDeferrals(result) - deferrals.length;
  if (unlisted > 0) {
    sections.push(
      `${format.number(unlisted)} more ${unlisted === 1 ? 'account was' : 'accounts were'} deferred. The run’s page lists all of them.`,
    );
  }
  if (refresh && refresh.skipped.length > 0) {
    sections.push(
      textTable(
        ['skipped account', 'id', 'reason'],
        refresh.skipped.map((row) => [
          row.accountName,
          row.accountId,
          `${skipReasonLabels[row.reason]}.`,
        ]),
      ),
    );
  }
  if (result.untaken.length > 0) {
    sections.push(
      textTable(
        ['class that no active CSM takes', 'accounts'],
        result.untaken.map((row) => [accountClassLabel(row), row.accounts]),
      ),
    );
  }
  sections.push(summary(run, placements.length, result.deferred ?? deferrals.length));
  if (run.mode === 'batch' && run.batchSize !== null) {
    const shortfall = describeShortfall(result, run.batchSize, LOCALE);
    if (shortfall.length > 0) sections.push(shortfall.join(' '));
  }
  sections.push(
    describeProof(result.proof, LOCALE)
      .sentences.map((sentence) => `${sentence}.`)
      .join('\n'),
  );
  if (run.review) sections.push(reviewSummary(run.review));
  return sections.join('\n\n');
}

/** How many differences are printed; the JSON has all. */
const MAX_DIFFERENCES = 20;

/** Says whether a replayed run gave the same result, or what differs. */
export function formatReplay({ runId, placed, deferred, differences }: Replay): string {
  if (differences.length === 0) {
    return `Run ${runId}: identical. ${placed} placed and ${deferred} deferred, with the same costs, scores, proof, and fairness to the last bit.`;
  }
  const more = differences.length - MAX_DIFFERENCES;
  return [
    `Run ${runId}: the result differs. The engine has changed since, or the stored run was edited.`,
    ...differences.slice(0, MAX_DIFFERENCES).map((difference) => `- ${difference}`),
    ...(more > 0 ? [`- and ${more} more; --json prints all.`] : []),
  ].join('\n');
}

function reviewSummary({ off, call, counts }: NonNullable<RouteRun['review']>): string {
  if (!call) return off ? disabledReasonLabels[off] : 'Not reviewed.';
  if (call.status === 'waiting')
    return 'The review was submitted as a batch. The server collects it within a day.';
  const { approve, caution, reassign, hidden, unreviewed } = counts;
  const verdicts = [
    `${approve} approve`,
    `${caution} caution`,
    `${reassign} reassign`,
    ...(hidden > 0 ? [`${hidden} hidden until the decision`] : []),
    ...(unreviewed > 0 ? [`${unreviewed} unreviewed`] : []),
  ];
  return [`Claude’s review: ${verdicts.join(', ')}.`, call.failure].filter(Boolean).join(' ');
}

function textTable(columns: string[], rows: (string | number | null)[][]): string {
  return formatTable({ columns, rows, rowsAffected: 0 });
}

function deferralText(deferral: Parameters<typeof describeDeferral>[0]): string {
  const { text, until } = describeDeferral(deferral);
  return until === null ? `${text}.` : `${text} ${format.dayOrTime(new Date(until))}.`;
}

function summary(run: RouteRun, placed: number, deferred: number): string {
  const { refresh } = run.result ?? {};
  const counts = refresh
    ? describeRefresh({ placed, deferred, skipped: refresh.skipped.length, left: refresh.left })
    : `${placed} placed, ${deferred} deferred`;
  return run.dryRun
    ? `Dry run ${run.id}: ${counts}. Nothing was saved.`
    : `Run ${run.id}: ${counts}. ${placed > 0 ? 'The recommendations are in the queue.' : 'Nothing was added to the queue.'}`;
}
