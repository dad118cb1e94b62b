import 'server-only';
import { describeShortfall } from '@/lib/runs/outcome';
import { getRun } from '@/lib/runs/read-runs';
import type { Context } from '@/lib/server/context';
import { DAY_MS } from '@/lib/time';
import { type RunSummaryRow, runsPage } from '@/lib/warehouse/sql/runs';
import { claimNotification } from './claim-notification';
import { counted, LOCALE } from './format-text';
import type { Message } from './message';
import type { NotificationTarget } from './target';

/** More than end in a day. */
const MAX_RUNS = 200;

/** Nothing went wrong: nothing needed a CSM. */
const EXPECTED_FAILURE = 'not_routable';

/**
 * Notifies people about runs that failed or placed fewer than requested, once each. Runs count for a day
 * after their end, so that none is missed if a server stops.
 */
export async function notifyRuns(
  ctx: Context,
  { off }: Pick<NotificationTarget, 'off'>,
): Promise<void> {
  if (off.includes('run.failed') && off.includes('run.short')) return;
  const dayAgo = new Date(ctx.now().getTime() - DAY_MS);
  // Earlier, because the clocks of servers may differ.
  const since = new Date(dayAgo.getTime() - DAY_MS);
  const runs = (await ctx.warehouse.read(runsPage({ limit: MAX_RUNS, after: null }))).filter(
    ({ finishedAt, dryRun }) => finishedAt !== null && finishedAt > dayAgo && !dryRun,
  );
  for (const run of runs.toReversed()) {
    const occurrence = { subjects: [run.id], since };
    if (isFailedRun(run) && !off.includes('run.failed')) {
      const write = () => failedMessage(run);
      await claimNotification(ctx, { event: 'run.failed', ...occurrence, write });
    } else if (isShort(run) && !off.includes('run.short')) {
      const write = () => shortMessage(ctx, run);
      await claimNotification(ctx, { event: 'run.short', ...occurrence, write });
    }
  }
}

/** Whether something went wrong in a run. */
export function isFailedRun({
  status,
  failureCode,
}: Pick<RunSummaryRow, 'status' | 'failureCode'>): boolean {
  return status === 'failed' && failureCode !== EXPECTED_FAILURE;
}

/** Whether a batch left accounts that need a CSM. One that placed all of them is not short. */
function isShort({ mode, status, placed, batchSize, deferred }: RunSummaryRow): boolean {
  if (mode !== 'batch' || status !== 'succeeded') return false;
  return (placed ?? 0) < (batchSize ?? 0) && (deferred ?? 0) > 0;
}

function failedMessage({ id, failure, failureCode, startedByName }: RunSummaryRow): Message {
  return {
    title: failureCode === 'interrupted' ? 'A run was interrupted' : 'A run failed',
    lines: [
      { text: failure ?? 'The cause was not recorded.' },
      { text: `Started by ${startedByName}.` },
    ],
    link: linkTo(id),
    fields: { runId: id, code: failureCode, startedBy: startedByName },
  };
}

async function shortMessage(ctx: Context, run: RunSummaryRow): Promise<Message> {
  const { id, startedByName } = run;
  const { result } = await getRun(ctx, id);
  const [placed, requested, deferred] = [run.placed ?? 0, run.batchSize ?? 0, run.deferred ?? 0];
  // Without the first sentence, which the title says.
  const reasons = result ? describeShortfall(result, requested, LOCALE).slice(1) : [];
  return {
    title: `A run placed ${placed.toLocaleString(LOCALE)} of ${counted(requested, 'account')}`,
    lines: [...reasons, `Started by ${startedByName}.`].map((text) => ({ text })),
    link: linkTo(id),
    fields: { runId: id, placed, requested, deferred, startedBy: startedByName },
  };
}

function linkTo(runId: string): Message['link'] {
  return { label: 'Open the run', path: `/runs/${encodeURIComponent(runId)}` };
}
