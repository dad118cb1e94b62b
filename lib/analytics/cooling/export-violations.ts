import 'server-only';
import {
  type Period,
  parseScope,
  periodOf,
  type ScopeInput,
  withTeams,
} from '@/lib/analytics/shared/scope';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { coolingHistory } from '@/lib/warehouse/sql/analytics/cooling-history';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { type CoolingViolation, listedViolations } from './history-rows';

/** Violations per statement. */
const BATCH = 20_000;

/**
 * Returns all cooling violations of a period in batches, newest first.
 * @throws AppError `invalid_input`
 */
export async function exportViolations(
  ctx: Context,
  input: ScopeInput,
): Promise<{
  readonly period: Period;
  readonly batches: AsyncIterable<readonly CoolingViolation[]>;
}> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const { period, ...scope } = await withTeams(ctx, parseScope(input, now));
  const { policy } = await currentPolicy(ctx.warehouse);
  const today = periodOf({ days: 1 }, period.zone, now);
  const read = async (offset: number) => {
    const rows = await ctx.warehouse.read(
      coolingHistory({
        limits: policy,
        scope: {
          ...scope,
          clock: period.clock,
          week: today,
          today: today.from,
          maxLanes: 0,
          violations: { limit: BATCH, offset },
        },
      }),
    );
    return listedViolations(rowsFor(rows, 'receipts'));
  };
  return {
    period,
    batches: (async function* () {
      for (let offset = 0, rows = await read(0); rows.length > 0; rows = await read(offset)) {
        yield rows;
        offset += rows.length;
        if (rows.length < BATCH) return;
      }
    })(),
  };
}
