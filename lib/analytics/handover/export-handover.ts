import 'server-only';
import { type Period, parseScope, type ScopeInput, withTeams } from '@/lib/analytics/shared/scope';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { readInBatches } from '@/lib/server/paging';
import { handoverFigures } from '@/lib/warehouse/sql/analytics/handover';
import {
  type HandoverEventRow,
  handoverEvents,
} from '@/lib/warehouse/sql/analytics/handover-events';
import { type OpenAccountRow, openAccounts } from '@/lib/warehouse/sql/analytics/handover-open';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import {
  type HandoverEvent,
  type OpenAccount,
  openUntil,
  toEvent,
  toOpenAccount,
} from './get-handover';
import { deferralsOf } from './open-reasons';

/** A row of the exported handover. */
export type HandoverRow =
  | { readonly kind: 'decided'; readonly event: HandoverEvent }
  | { readonly kind: 'open'; readonly account: OpenAccount };

/**
 * Returns all decisions and assignments of a period, newest first, followed by all accounts that are
 * still open, in batches.
 * @throws AppError `invalid_input`
 */
export async function exportHandover(
  ctx: Context,
  input: ScopeInput,
): Promise<{ readonly period: Period; readonly batches: AsyncIterable<readonly HandoverRow[]> }> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const { period, ...scope } = await withTeams(ctx, parseScope(input, now));
  const { policy } = await currentPolicy(ctx.warehouse);
  const request = { scope, limits: policy, end: now, until: openUntil(scope.to, now) };
  return {
    period,
    batches: (async function* () {
      const events = readInBatches<HandoverEventRow>(({ limit, last }) =>
        ctx.warehouse.read(handoverEvents(scope, { limit, after: last?.key ?? null })),
      );
      for await (const rows of events) {
        yield rows.map((row) => ({ kind: 'decided' as const, event: toEvent(row) }));
      }
      const [lastRun] = rowsFor(await ctx.warehouse.read(handoverFigures(request)), 'lastRun');
      const deferrals = await deferralsOf(ctx, lastRun);
      const open = readInBatches<OpenAccountRow>(({ limit, last }) =>
        ctx.warehouse.read(openAccounts(request, { limit, after: last?.key ?? null })),
      );
      for await (const rows of open) {
        yield rows.map((row) => ({
          kind: 'open' as const,
          account: toOpenAccount(row, deferrals),
        }));
      }
    })(),
  };
}
