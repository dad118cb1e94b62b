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

const MAX_EVENTS = 500;
/** Maximum number of runs to search for a deferral. */
const MAX_DEFERRALS = 50;

const historyInput = z.object({ accountId: z.string().min(1).max(200) });

/** The account's current data. */
export interface AccountDetails {
  readonly csm: string | null;
  /** Whether the policy's scope contains it. If not, it does not need a CSM. */
  readonly inScope: boolean;
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

/** An account and its history. */
export interface AccountHistory {
  readonly id: string;
  /** The id if the account has no name. */
  readonly name: string;
  /** Null if the account is no longer in the accounts view. */
  readonly details: AccountDetails | null;
  /** The newest pending recommendation; null outside of the policy's scope. */
  readonly pending: { readonly recommendationId: string; readonly csm: string } | null;
  /** Newest first. */
  readonly events: readonly AccountEvent[];
  /** All events, including those beyond the newest 500. */
  readonly total: number;
  /** Runs that deferred the account, and how many of them, the newest, are among the events. */
  readonly deferrals: { readonly total: number; readonly shown: number };
}

/**
 * Loads an account's complete history, newest first. Blinded reviews stay hidden.
 * @throws AppError `not_found` if there is nothing about this id
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
      maxEvents: MAX_EVENTS,
      maxDeferrals: MAX_DEFERRALS,
    }),
  );
  if (rows.length === 0) {
    throw new AppError('not_found', 'There is no account with this id in the warehouse.');
  }
  const [account] = rowsFor(rows, 'account');
  const events = accountEvents(accountId, rows);
  const pending = events.find((event) => event.kind === 'recommended' && event.state === 'pending');
  const deferrals = rowsFor(rows, 'deferred');
  return {
    id: accountId,
    name: account?.name ?? accountId,
    details: account ? accountDetails(account) : null,
    pending:
      pending?.kind === 'recommended' &&
      pending.recommendationId !== null &&
      account?.inScope !== false
        ? { recommendationId: pending.recommendationId, csm: pending.csm }
        : null,
    events: events.slice(0, MAX_EVENTS),
    total: events.length + omittedCount(rows),
    deferrals: { total: deferrals[0]?.total ?? 0, shown: deferrals.length },
  };
}

/** The number of rows beyond the statement's limits. */
function omittedCount(rows: readonly AccountHistoryRow[]): number {
  const limited = [
    rowsFor(rows, 'recommended'),
    rowsFor(rows, 'reviewed'),
    rowsFor(rows, 'decided'),
    rowsFor(rows, 'noted'),
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
