import 'server-only';
import type Anthropic from '@anthropic-ai/sdk';
import type { Context } from '@/lib/context';
import { currentPolicy } from '@/lib/policy/current-policy';
import { type ReviewCallRow, waitingBatches } from '@/lib/warehouse/sql/review-calls';
import { unreviewedOfRun } from '@/lib/warehouse/sql/review-material';
import { collectBatch } from './batch';
import { connectClaude } from './client';
import { itemOf } from './read-material';
import { saveReview } from './save-review';

type Ctx = Pick<Context, 'warehouse' | 'now' | 'claude'>;

/**
 * Looks at every batch that is out and saves the reviews of those that have ended, each once
 * however many processes look.
 * @returns how many are still out
 */
export async function collectBatches(ctx: Ctx): Promise<number> {
  const client = ctx.claude ? await connectClaude(ctx.claude) : null;
  if (client === null) return 0;
  const calls = await ctx.warehouse.read(waitingBatches());
  let waiting = 0;
  for (const call of calls) {
    if (!(await collect(ctx, client, call))) waiting += 1;
  }
  return waiting;
}

/** Answers whether the batch has ended. */
async function collect(ctx: Ctx, client: Anthropic, call: ReviewCallRow): Promise<boolean> {
  const { id, runId, batchId, model, startedAt, asked: count } = call;
  if (batchId === null) return true;
  // Decided meanwhile or not: what was asked is answered, and the agreement is measured on it.
  const rows = await ctx.warehouse.read(unreviewedOfRun(runId, 'all'));
  const items = rows.map((row) => itemOf(row, []));
  const standing = await collectBatch(client, items, { batchId, model });
  if (standing.status !== 'ended') return false;
  const { policy } = await currentPolicy(ctx.warehouse);
  const { blindShare } = policy.review;
  const latencyMs = ctx.now().getTime() - startedAt.getTime();
  const asked = { ...standing.asked, promptVersion: call.promptVersion, latencyMs };
  await saveReview(ctx, { id, runId, blindShare }, asked, { items, count: count ?? items.length });
  return true;
}
