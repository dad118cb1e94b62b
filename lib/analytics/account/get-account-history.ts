import 'server-only';
import { z } from 'zod';
import type { HealthColor } from '@/lib/engine/types';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { type AccountHistoryRow, accountHistory } from '@/lib/warehouse/sql/analytics/account';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { accountEvents } from './events';
import type { AccountEvent } from './types';

/** How many events are told at most. */
const MAX_EVENTS = 500;
/** How many runs that deferred the account are looked into at most. */
const MAX_DEFERRALS = 50;

const historyInput = z.object({ accountId: z.string().min(1).max(200) });

/** How an account stands now. */
export interface AccountDetails {
  readonly csm: string | null;
  readonly needsCsm: boolean;
  readonly since: Date | null;
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

/** An account and everything that is known to have happened to it. */
export interface AccountHistory {
  readonly id: string;
  /** The id where the account has no other name. */
  readonly name: string;
  /** Null where the accounts do not hold it any more. */
  readonly standing: AccountDetails | null;
  /** The newest recommendation that waits for a decision. */
  readonly pending: { readonly recommendationId: string; readonly csm: string } | null;
  /** Newest first. */
  readonly events: readonly AccountEvent[];
  /** How many there are, those beyond the newest 500 included. */
  readonly total: number;
  /** How many runs deferred the account, and how many of them, the newest, are among the events. */
  readonly deferrals: { readonly total: number; readonly told: number };
}

/**
 * Answers everything that ever happened to an account, newest first. What Claude said stays unsaid
 * while it is kept back. @throws AppError `not_found` for an id that nothing is known of.
 */
export async function getAccountHistory(
  ctx: Context,
  input: z.input<typeof historyInput>,
): Promise<AccountHistory> {
  requireRole(ctx.person, 'viewer');
  const { accountId } = parseInput(historyInput, input);
  const { policy } = await currentPolicy(ctx.warehouse);
  const rows = await ctx.warehouse.read(
    accountHistory({
      accountId,
      limits: policy,
      newest: MAX_EVENTS,
      newestDeferrals: MAX_DEFERRALS,
    }),
  );
  if (rows.length === 0) {
    throw new AppError('not_found', 'Nothing is known of this account in this warehouse.');
  }
  const [account] = rowsFor(rows, 'account');
  const events = accountEvents(accountId, rows);
  const waiting = events.find((event) => event.kind === 'recommended' && event.state === 'pending');
  const deferrals = rowsFor(rows, 'deferred');
  return {
    id: accountId,
    name: account?.name ?? accountId,
    standing: account ? accountDetails(account) : null,
    pending:
      waiting?.kind === 'recommended' && waiting.recommendationId !== null
        ? { recommendationId: waiting.recommendationId, csm: waiting.csm }
        : null,
    events: events.slice(0, MAX_EVENTS),
    total: events.length + omittedCount(rows),
    deferrals: { total: deferrals[0]?.total ?? 0, told: deferrals.length },
  };
}

/** How many rows were left out by the statement's limits. */
function omittedCount(rows: readonly AccountHistoryRow[]): number {
  const limited = [
    rowsFor(rows, 'recommended'),
    rowsFor(rows, 'reviewed'),
    rowsFor(rows, 'decided'),
    rowsFor(rows, 'deferred'),
  ];
  return limited.reduce((all, of) => all + (of[0]?.total ?? 0) - of.length, 0);
}

function accountDetails({
  question: _,
  name: __,
  color,
  ...rest
}: Extract<AccountHistoryRow, { question: 'account' }>): AccountDetails {
  return { ...rest, color: color as HealthColor | null };
}
