import 'server-only';
import { z } from 'zod';
import type { HealthColor } from '@/lib/engine/types';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { pageNumberSchema } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import { type AccountHistoryRow, accountHistory } from '@/lib/warehouse/sql/analytics/account';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { accountEvents } from './events';
import type { AccountEvent } from './types';

/** Events per page. */
export const eventsPageSize = 100;

/** Events of each kind to read at least, so that an old decision explains a newer assignment. */
const MIN_EVENTS = 500;

const historyInput = z.object({
  accountId: z.string().min(1).max(200),
  page: pageNumberSchema.default(1),
});

/** The account's current data. */
export interface AccountDetails {
  readonly csm: string | null;
  /** Whether the policy's scope contains it. If not, it does not need a CSM. */
  readonly inScope: boolean;
  readonly needsCsm: boolean;
  /** When it started to need a CSM, at most now; null if unknown. */
  readonly since: Date | null;
  /** The source's start, if it is in the future; it counts as now. */
  readonly futureStart: Date | null;
  /** Whether it was assigned since. */
  readonly assignedSince: boolean;
  /** 0–10 */
  readonly neediness: number | null;
  /** 0–100 */
  readonly health: number | null;
  readonly color: HealthColor | null;
  readonly revenue: number | null;
  readonly segment: string | null;
  readonly level: string | null;
  readonly industry: string | null;
}

/** An account and its history. */
export interface AccountHistory {
  readonly id: string;
  /** The id if the account has no name. */
  readonly name: string;
  /** Null if the account is no longer in the accounts view. */
  readonly details: AccountDetails | null;
  /** The mark because of which the account needs a CSM; null if there is none. */
  readonly mark: {
    readonly byName: string;
    readonly at: Date;
    readonly reason: string | null;
  } | null;
  /** The newest pending recommendation; null outside of the policy's scope. */
  readonly pending: { readonly recommendationId: string; readonly csm: string } | null;
  /** A page of the events, newest first. */
  readonly events: readonly AccountEvent[];
  readonly page: number;
  /** The events of all pages. */
  readonly total: number;
}

/**
 * Loads an account and a page of its history, newest first. Blinded reviews stay hidden.
 * @throws AppError `not_found` if there is nothing about this id
 */
export async function getAccountHistory(
  ctx: Context,
  input: z.input<typeof historyInput>,
): Promise<AccountHistory> {
  requireRole(ctx.person, 'viewer');
  const { accountId, page } = parseInput(historyInput, input);
  const rows = await readHistory(ctx, accountId, Math.max(MIN_EVENTS, page * eventsPageSize));
  const [account] = rowsFor(rows, 'account');
  const now = ctx.now();
  const events = accountEvents(accountId, rows, now);
  const pending = events.find((event) => event.kind === 'recommended' && event.state === 'pending');
  return {
    id: accountId,
    name: account?.name ?? accountId,
    details: account ? accountDetails(account, now) : null,
    mark: rowsFor(rows, 'marked').find(({ inEffect }) => inEffect) ?? null,
    pending:
      pending?.kind === 'recommended' &&
      pending.recommendationId !== null &&
      account?.inScope !== false
        ? { recommendationId: pending.recommendationId, csm: pending.csm }
        : null,
    events: events.slice((page - 1) * eventsPageSize, page * eventsPageSize),
    page,
    total: events.length + omittedCount(rows),
  };
}

/** More events than any account has. */
const ALL_EVENTS = 1_000_000;

/**
 * Returns all events of an account, newest first. Blinded reviews stay hidden.
 * @throws AppError `not_found` if there is nothing about this id
 */
export async function exportAccountHistory(
  ctx: Context,
  input: { readonly accountId: string },
): Promise<readonly AccountEvent[]> {
  requireRole(ctx.person, 'viewer');
  const { accountId } = parseInput(historyInput, input);
  return accountEvents(accountId, await readHistory(ctx, accountId, ALL_EVENTS), ctx.now());
}

async function readHistory(
  ctx: Context,
  accountId: string,
  maxEvents: number,
): Promise<readonly AccountHistoryRow[]> {
  const { policy } = await currentPolicy(ctx.warehouse);
  const { names } = await ctx.readModel.facts(policy, ctx.now());
  const request = { accountId, limits: policy, spellings: names.spellings, maxEvents };
  const rows = await ctx.warehouse.read(accountHistory(request));
  if (rows.length > 0) return rows;
  throw new AppError('not_found', 'There is no account with this id in the warehouse.');
}

/** The number of rows beyond the statement's limits. */
function omittedCount(rows: readonly AccountHistoryRow[]): number {
  const limited = [
    rowsFor(rows, 'recommended'),
    rowsFor(rows, 'reviewed'),
    rowsFor(rows, 'decided'),
    rowsFor(rows, 'noted'),
    rowsFor(rows, 'marked'),
    rowsFor(rows, 'deferred'),
  ];
  return limited.reduce((all, of) => all + (of[0]?.total ?? 0) - of.length, 0);
}

function accountDetails(
  {
    question: _,
    name: __,
    color,
    since,
    ...rest
  }: Extract<AccountHistoryRow, { question: 'account' }>,
  now: Date,
): AccountDetails {
  const isFuture = since !== null && since > now;
  return {
    ...rest,
    since: isFuture ? now : since,
    futureStart: isFuture ? since : null,
    color: color as HealthColor | null,
  };
}
