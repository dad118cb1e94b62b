import 'server-only';
import { z } from 'zod';
import { eligibilityByClass } from '@/lib/analytics/shared/availability';
import { type BookTotals, readCompany, toEngineCsm } from '@/lib/analytics/shared/company';
import { parseScope, type ScopeInput } from '@/lib/analytics/shared/scope';
import { ownCapacity } from '@/lib/engine/policy';
import { type Csm, dimensions, type HealthColor } from '@/lib/engine/types';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { DAY_MS } from '@/lib/time';
import type { CompanyCsm } from '@/lib/warehouse/sql/analytics/company';
import { bookSorts, type CsmPageRow, csmPage } from '@/lib/warehouse/sql/analytics/csm';
import { type DecisionVerb, decisionVerbs } from '@/lib/warehouse/sql/decisions';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import type { BookAccount, CsmDecision, CsmDetails, CsmOutcomes, CsmShare, CsmWeek } from './types';

const MAX_DECISIONS = 200;

const csmInput = z.object({
  name: z.string().min(1).max(200),
  sort: z.enum(bookSorts),
  descending: z.boolean(),
  /** Starts at 1. */
  page: z.number().int().min(1).max(1_000_000),
  pageSize: z.number().int().min(1).max(500),
});

/**
 * Loads a CSM, a page of their book, and their history in the scope's period; the scope's filters do
 * not apply. Profiles and books may be up to a minute old, except for this process's own decisions.
 * @throws AppError `not_found` if there is nothing about this name
 */
export async function getCsm(
  ctx: Context,
  { scope, ...input }: z.input<typeof csmInput> & { readonly scope: ScopeInput },
): Promise<CsmDetails> {
  requireRole(ctx.person, 'viewer');
  const { name, sort, descending, page, pageSize } = parseInput(csmInput, input);
  const now = ctx.now();
  const { period } = parseScope(scope, now);
  const { policy } = await currentPolicy(ctx.warehouse);
  const [rows, company] = await Promise.all([
    ctx.warehouse.read(
      csmPage({
        ...{ name, now, limits: policy, period, maxDecisions: MAX_DECISIONS },
        book: { sort, descending, limit: pageSize, offset: (page - 1) * pageSize },
      }),
    ),
    readCompany(ctx, policy),
  ]);
  const known = company.csms.find((csm) => csm.name === name);
  const [receipts] = rowsFor(rows, 'receipts');
  const [book] = rowsFor(rows, 'book');
  const decisions = recentDecisions(rows);
  if (!receipts || !book || !(known || receipts.known || book.accounts || decisions.total)) {
    throw new AppError('not_found', 'There is no CSM with this name in the warehouse.');
  }
  const csm = toEngineCsm(
    {
      ...(known ?? unknownCsm),
      name,
      receivedAges: receipts.receivedAges,
      lastReceivedAt: receipts.lastReceivedAt,
      reservedAt: receipts.reservedAt,
    },
    { accounts: book.accounts, neediness: 0, revenue: 0, red: book.red, green: book.green },
    now,
  );
  const capacity = ownCapacity(csm, policy);
  const peers = company.csms
    .filter(({ active }) => active)
    .map((peer) => ({ name: peer.name, capacity: ownCapacity(peer, policy) }));
  const eligibility = known ? eligibilityByClass(csm, policy, now.getTime()) : [];
  const cooling = eligibility[0]?.exclusions.find(({ reason }) => reason === 'cooling');
  const isNew = csm.tenureMonths !== null && csm.tenureMonths < policy.velocity.newCsmTenureMonths;
  return {
    name,
    profile: known ? csmProfile(known, now) : null,
    capacity: { accounts: capacity, own: csm.capacity !== null },
    book: { ...book, unknown: book.accounts - book.red - book.yellow - book.green },
    shares: csmShares({ name, capacity, active: csm.active }, peers, company.books()),
    eligibility,
    cooling: cooling ? { ...cooling, by: coolingCause(csm) } : null,
    lastReceivedAt: receipts.lastReceivedAt,
    received: {
      last7Days: csm.received.length,
      weeklyLimit: policy.velocity.perWeek,
      last24Hours: csm.received.filter((at) => at > now.getTime() - DAY_MS).length,
      dailyLimit: isNew ? policy.velocity.newCsmPerDay : null,
    },
    bookPage: { accounts: bookAccounts(rows), total: book.accounts },
    period,
    weeks: receiptsByWeek(rows, period.weeks),
    outcomes: csmOutcomes(rows),
    decisions,
  };
}

function csmProfile({ question: _, name: __, manager, awayUntil, ...rest }: CompanyCsm, now: Date) {
  const away = awayUntil !== null && awayUntil > now;
  return { ...rest, managerName: manager, awayUntil: away ? awayUntil : null };
}

const unknownCsm = {
  active: false,
  tenureMonths: null,
  segment: null,
  level: null,
  capacity: null,
  awayUntil: null,
};

function coolingCause({ lastReceivedAt, reservedAt }: Csm): 'receipt' | 'pending' {
  return (reservedAt ?? 0) > (lastReceivedAt ?? 0) ? 'pending' : 'receipt';
}

function bookAccounts(rows: readonly CsmPageRow[]): BookAccount[] {
  return rowsFor(rows, 'account')
    .sort((a, b) => a.place - b.place)
    .map(({ question: _, place: __, color, ...row }) => ({
      ...row,
      color: color as HealthColor | null,
    }));
}

function csmOutcomes(rows: readonly CsmPageRow[]): CsmOutcomes {
  const outcomes = rowsFor(rows, 'outcome');
  const count = (theirs: boolean, state?: string) =>
    outcomes
      .filter((row) => row.theirs === theirs && (state === undefined || row.state === state))
      .reduce((all, row) => all + row.count, 0);
  const theirs = outcomes.filter((row) => row.theirs);
  const scored = theirs.reduce((all, row) => all + row.scored, 0);
  return {
    recommended: count(true),
    accepted: count(true, 'accepted'),
    overriddenAway: count(true, 'overridden'),
    rejected: count(true, 'rejected'),
    superseded: count(true, 'superseded'),
    pending: count(true, 'pending'),
    overriddenTo: count(false, 'overridden'),
    averageScore:
      scored === 0 ? null : theirs.reduce((all, row) => all + (row.score ?? 0), 0) / scored,
  };
}

/** Receipts of every week of the period, oldest first. */
function receiptsByWeek(rows: readonly CsmPageRow[], weeks: readonly string[]): CsmWeek[] {
  const counts = rowsFor(rows, 'week');
  const receipts = (week: string, origin: string) =>
    counts
      .filter((row) => row.week === week && row.origin === origin)
      .reduce((all, row) => all + row.receipts, 0);
  return weeks.map((week) => ({
    week,
    accepted: receipts(week, 'accepted'),
    overridden: receipts(week, 'overridden'),
    outside: receipts(week, 'outside'),
  }));
}

/** The newest decisions of the period and their total number. */
function recentDecisions(rows: readonly CsmPageRow[]): {
  readonly newest: readonly CsmDecision[];
  readonly total: number;
} {
  const decisions = rowsFor(rows, 'decision');
  const newest = decisions
    .map(({ question: _, total: __, verb, ...row }) => ({
      ...row,
      verb: decisionVerbs.find((one) => one === verb) as DecisionVerb,
    }))
    .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
  return { newest, total: decisions[0]?.total ?? 0 };
}

interface Peer {
  readonly name: string;
  readonly capacity: number;
}

/**
 * Compares a CSM with the active CSMs in each dimension.
 * @param peers all active CSMs, including this one if active
 * @param books by CSM name
 */
function csmShares(
  csm: Peer & { readonly active: boolean },
  peers: readonly Peer[],
  books: ReadonlyMap<string, BookTotals>,
): CsmShare[] {
  const totalCapacity = sum(peers.map((peer) => peer.capacity));
  const share = totalCapacity > 0 ? csm.capacity / totalCapacity : null;
  return dimensions.map((dimension) => {
    const amountOf = ({ name }: { readonly name: string }) => books.get(name)?.[dimension] ?? 0;
    const amount = amountOf(csm);
    const amounts = peers.map(amountOf).sort((a, b) => a - b);
    const total = sum(amounts);
    return {
      dimension,
      amount,
      median: medianOfSorted(amounts),
      active: peers.length,
      mean: peers.length > 0 ? total / peers.length : null,
      capacityShare: csm.active && dimension !== 'red' && share !== null ? share * total : null,
      rank: csm.active ? amounts.filter((other) => other > amount).length + 1 : null,
    };
  });
}

function medianOfSorted(sorted: readonly number[]): number | null {
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
