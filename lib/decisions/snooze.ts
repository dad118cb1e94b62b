import 'server-only';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { QueuedRow } from '@/lib/read-model/csm-work';
import { findRow } from '@/lib/read-model/pending-work';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { DAY_MS, timeAfter } from '@/lib/time';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import { insertSnoozes } from '@/lib/warehouse/sql/snoozes';
import { MAX_REQUESTS } from './bulk';
import { recommendationId } from './input';

const MAX_SNOOZE_DAYS = 30;

export const snoozeInput = z.object({
  recommendationIds: z
    .array(recommendationId, { error: 'must be a list' })
    .min(1, 'must not be empty')
    .max(MAX_REQUESTS, `can have at most ${MAX_REQUESTS} recommendations`),
  /** A time, `ready` (until its flags clear by themselves), or `now` to end a snooze. */
  until: z.union([z.enum(['ready', 'now']), z.iso.datetime({ offset: true })], {
    error: 'must be a time, ready, or now',
  }),
});

/**
 * Takes pending recommendations out of the queue for everyone, until a time or until they are ready,
 * or returns them. Managers only. Skips those that are no longer pending and, for `ready`, those that
 * don't become ready by themselves.
 * @returns the ids of those that were snoozed or returned
 * @throws AppError `invalid_input` if the time is not within 30 days, or if all are skipped
 */
export async function snooze(
  ctx: Context,
  input: z.input<typeof snoozeInput>,
): Promise<{ readonly recommendationIds: readonly string[] }> {
  requireRole(ctx.person, 'manager');
  const { recommendationIds, until } = parseInput(snoozeInput, input);
  const now = ctx.now();
  const end = endOf(until, now);
  const { policy } = await currentPolicy(ctx.warehouse);
  const open = await ctx.readModel.pending(policy, now);
  const pending = [...new Set(recommendationIds)].flatMap((id) => findRow(open, id) ?? []);
  if (pending.length === 0) {
    throw new AppError('invalid_input', 'These recommendations are no longer pending.');
  }
  const rows = until === 'ready' ? pending.filter(becomesReady) : pending;
  if (rows.length === 0) {
    throw new AppError(
      'invalid_input',
      'These recommendations don’t become ready by themselves. Choose a time instead.',
    );
  }
  // The newest snooze counts, also after the clock was set back.
  const at = timeAfter(
    now,
    rows.map(({ recommendation }) => recommendation.snoozedAt),
  );
  const terms = { until: end, by: ctx.person, at };
  const snoozes = rows.map(({ recommendation: { id, accountId } }) => ({
    id: uuid(),
    recommendationId: id,
    accountId,
  }));
  await ctx.warehouse.transaction(
    'decisions.snooze',
    (session) => writeAll(session, insertSnoozes(terms, snoozes)),
    { idempotent: true, tracked: true },
  );
  ctx.readModel.apply([
    {
      kind: 'snoozed',
      recommendations: rows.map(({ recommendation }) => ({
        ...recommendation,
        snoozedAt: at,
        snoozedUntil: terms.until,
        snoozedByName: ctx.person.name,
      })),
    },
  ]);
  return { recommendationIds: rows.map(({ recommendation }) => recommendation.id) };
}

function becomesReady({ readiness }: QueuedRow): boolean {
  return readiness.kind === 'later';
}

/** Null: until the recommendation is ready. */
function endOf(until: z.output<typeof snoozeInput>['until'], now: Date): Date | null {
  if (until === 'ready') return null;
  if (until === 'now') return now;
  const end = new Date(until);
  if (end <= now || end.getTime() > now.getTime() + MAX_SNOOZE_DAYS * DAY_MS) {
    throw new AppError('invalid_input', `Choose a time within the next ${MAX_SNOOZE_DAYS} days.`);
  }
  return end;
}
