import 'server-only';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { FlaggedRecommendation } from '@/lib/read-model/flagged-recommendation';
import { queryQueue } from '@/lib/read-model/queue';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import type { listQueue } from './queue';
import { listQueueInput } from './queue';

export const exportQueueInput = listQueueInput.pick({ filter: true, sort: true });

export interface ExportedQueue {
  /** All that match the filter, in order. */
  readonly rows: readonly FlaggedRecommendation[];
  /** All pending recommendations that are not snoozed. */
  readonly pending: number;
  readonly at: Date;
}

/** Returns all pending recommendations that match a filter, as they are now. */
export async function exportQueue(
  ctx: Context,
  request: Pick<Parameters<typeof listQueue>[1], 'filter' | 'sort'>,
): Promise<ExportedQueue> {
  requireRole(ctx.person, 'viewer');
  const { filter, sort } = parseInput(exportQueueInput, request);
  const { policy } = await currentPolicy(ctx.warehouse);
  const at = ctx.now();
  const pending = await ctx.readModel.pending(policy, at);
  const limit = Math.max(1, pending.work.rows.length);
  const found = queryQueue(pending, { filter, sort, limit, offset: 0 }, policy);
  return { rows: found.rows, pending: found.pending, at };
}
