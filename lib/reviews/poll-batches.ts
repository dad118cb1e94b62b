import { MINUTE_MS } from '@/lib/time';
import 'server-only';
import type Anthropic from '@anthropic-ai/sdk';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Context } from '@/lib/server/context';
import { log } from '@/lib/server/log';
import { type ReviewCallRow, submittedBatches } from '@/lib/warehouse/sql/review-calls';
import { unreviewedRecommendations } from '@/lib/warehouse/sql/review-inputs';
import { collectBatch } from './batch';
import { connectClaude } from './claude-client';
import { toReviewItem } from './load-review-input';
import { saveReview } from './save-review';

const POLL_INTERVAL_MS = MINUTE_MS;
/** Limits polls that are requested by viewers. */
const MIN_POLL_INTERVAL_MS = 5_000;

// On globalThis because Next.js gives pages and route handlers separate copies of a module.
const shared = globalThis as { csmRoutingBatches?: { open: boolean; poll: () => void } };

/** Polls open batches soon, if this process polls at all. Call it after submitting a batch. */
export function requestBatchPoll(): void {
  if (!shared.csmRoutingBatches) return;
  shared.csmRoutingBatches.open = true;
  shared.csmRoutingBatches.poll();
}

/**
 * Collects ended batches now, and every minute while any batch is open, until the process ends.
 * Without open batches it queries nothing, so that Snowflake's virtual warehouse can suspend.
 */
export function startBatchPolling(ctx: Ctx): void {
  if (shared.csmRoutingBatches || ctx.claude?.ANTHROPIC_API_KEY === undefined) return;
  let polling = false;
  let polledAt = -Infinity;
  const poll = async () => {
    if (polling || performance.now() - polledAt < MIN_POLL_INTERVAL_MS) return;
    polling = true;
    try {
      // Reset first, so that a batch submitted during this poll is not missed.
      batches.open = false;
      if ((await collectBatches(ctx)) > 0) batches.open = true;
    } catch (error) {
      batches.open = true;
      log.error({ err: error }, 'the review batches could not be collected');
    } finally {
      polling = false;
      polledAt = performance.now();
    }
  };
  const batches = { open: true, poll: () => void poll() };
  shared.csmRoutingBatches = batches;
  batches.poll();
  setInterval(() => batches.open && batches.poll(), POLL_INTERVAL_MS).unref();
}

type Ctx = Pick<Context, 'warehouse' | 'readModel' | 'now' | 'claude'>;

/**
 * Saves the reviews of every batch that has ended, each once even with several processes.
 * @returns the number of batches that are still open
 */
export async function collectBatches(ctx: Ctx): Promise<number> {
  const client = ctx.claude ? await connectClaude(ctx.claude) : null;
  if (client === null) return 0;
  const calls = await ctx.warehouse.read(submittedBatches());
  let open = 0;
  for (const call of calls) {
    if (!(await collectOne(ctx, client, call))) open += 1;
  }
  return open;
}

/** Returns whether the batch has ended. */
async function collectOne(ctx: Ctx, client: Anthropic, call: ReviewCallRow): Promise<boolean> {
  const { id, runId, batchId, model, startedAt, requested: count } = call;
  if (batchId === null) return true;
  // Include recommendations decided since, because agreement is measured on them too.
  const rows = await ctx.warehouse.read(unreviewedRecommendations(runId, 'all'));
  const items = rows.map((row) => toReviewItem(row, ctx.now()));
  const batch = await collectBatch(client, items, { batchId, model });
  if (batch.status !== 'ended') return false;
  const { policy } = await currentPolicy(ctx.warehouse);
  const { blindShare } = policy.review;
  const latencyMs = ctx.now().getTime() - startedAt.getTime();
  const result = { ...batch.result, promptVersion: call.promptVersion, latencyMs };
  await saveReview(ctx, { id, runId, kind: 'batch', blindShare }, result, {
    items,
    count: count ?? items.length,
  });
  return true;
}
