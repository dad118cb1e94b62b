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

/** How often batches that are out are looked at, in milliseconds. */
const POLL_INTERVAL_MS = MINUTE_MS;
/** How soon they are looked at again for somebody who wants to know, in milliseconds. */
const MIN_POLL_INTERVAL_MS = 5_000;

// Pages and route handlers have module state of their own; the process has only one globalThis.
const shared = globalThis as { csmRoutingBatches?: { out: boolean; look: () => void } };

/** Says that a batch was handed in, or is waited for: it is looked at, where a server watches. */
export function requestBatchPoll(): void {
  if (!shared.csmRoutingBatches) return;
  shared.csmRoutingBatches.out = true;
  shared.csmRoutingBatches.look();
}

/**
 * Picks up what has come of the batches that are out, now and every minute as long as any is, for
 * as long as the process lasts. While none is out nothing is asked, so that a warehouse that sleeps
 * when it is let alone can.
 */
export function startBatchPolling(ctx: Pick<Context, 'warehouse' | 'now' | 'claude'>): void {
  if (shared.csmRoutingBatches || ctx.claude?.ANTHROPIC_API_KEY === undefined) return;
  let looking = false;
  let looked = 0;
  const look = async () => {
    if (looking || Date.now() - looked < MIN_POLL_INTERVAL_MS) return;
    looking = true;
    try {
      // One that is handed in while these are looked at must not be forgotten.
      batches.out = false;
      if ((await collectBatches(ctx)) > 0) batches.out = true;
    } catch (error) {
      batches.out = true;
      log.error({ err: error }, 'the batches of reviews could not be picked up');
    } finally {
      looking = false;
      looked = Date.now();
    }
  };
  const batches = { out: true, look: () => void look() };
  shared.csmRoutingBatches = batches;
  batches.look();
  setInterval(() => batches.out && batches.look(), POLL_INTERVAL_MS).unref();
}

type Ctx = Pick<Context, 'warehouse' | 'now' | 'claude'>;

/**
 * Looks at every batch that is out and saves the reviews of those that have ended, each once
 * however many processes look.
 * @returns how many are still out
 */
export async function collectBatches(ctx: Ctx): Promise<number> {
  const client = ctx.claude ? await connectClaude(ctx.claude) : null;
  if (client === null) return 0;
  const calls = await ctx.warehouse.read(submittedBatches());
  let waiting = 0;
  for (const call of calls) {
    if (!(await collectOne(ctx, client, call))) waiting += 1;
  }
  return waiting;
}

/** Answers whether the batch has ended. */
async function collectOne(ctx: Ctx, client: Anthropic, call: ReviewCallRow): Promise<boolean> {
  const { id, runId, batchId, model, startedAt, requested: count } = call;
  if (batchId === null) return true;
  // Decided meanwhile or not: what was asked is answered, and the agreement is measured on it.
  const rows = await ctx.warehouse.read(unreviewedRecommendations(runId, 'all'));
  const items = rows.map((row) => toReviewItem(row, []));
  const standing = await collectBatch(client, items, { batchId, model });
  if (standing.status !== 'ended') return false;
  const { policy } = await currentPolicy(ctx.warehouse);
  const { blindShare } = policy.review;
  const latencyMs = ctx.now().getTime() - startedAt.getTime();
  const asked = { ...standing.asked, promptVersion: call.promptVersion, latencyMs };
  await saveReview(ctx, { id, runId, blindShare }, asked, { items, count: count ?? items.length });
  return true;
}
