import 'server-only';
import { z } from 'zod';
import { eligibilityByClass } from '@/lib/analytics/shared/availability';
import {
  CACHE_ONE_MINUTE,
  parseScope,
  previousPeriod,
  type ScopeInput,
} from '@/lib/analytics/shared/scope';
import { createClassCheck } from '@/lib/engine/account-class';
import { measureLoads } from '@/lib/engine/fairness';
import { committedBook, committedByClass, reservationsOf } from '@/lib/engine/load';
import { ownCapacity } from '@/lib/engine/policy';
import { sumByClass } from '@/lib/engine/shares';
import { type Csm, dimensions, type HealthColor } from '@/lib/engine/types';
import { compareCodeUnits, nameKey } from '@/lib/names';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Policy } from '@/lib/policy/policy';
import { csmChoices, csmRecord, storedCsms } from '@/lib/read-model/csm-record';
import { currentCsm, currentCsms } from '@/lib/read-model/csms';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { pageNumberSchema } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import { DAY_MS } from '@/lib/time';
import { bookSorts, type CsmPageRow, csmPage } from '@/lib/warehouse/sql/analytics/csm';
import { csmReceiptCount } from '@/lib/warehouse/sql/analytics/csm-outcomes';
import { type DecisionVerb, decisionVerbs } from '@/lib/warehouse/sql/decisions';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import type { BookAccount, CsmDetails, CsmOutcomes, CsmShare, CsmWeek } from './types';

/** Decisions per page. */
export const csmDecisionsPageSize = 200;

const csmInput = z.object({
  name: z.string().min(1).max(200),
  sort: z.enum(bookSorts),
  descending: z.boolean(),
  /** Starts at 1. */
  page: z.number().int().min(1).max(1_000_000),
  pageSize: z.number().int().min(1).max(500),
  /** The page of decisions, from 1. */
  decisionsPage: pageNumberSchema.default(1),
});

/**
 * Loads a CSM, a page of their book, and their history in the scope's period; the scope's filters do
 * not apply.
 * @param input.name in any spelling
 * @throws AppError `not_found` if there is nothing about this name
 */
export async function getCsm(
  ctx: Context,
  { scope, ...input }: z.input<typeof csmInput> & { readonly scope: ScopeInput },
): Promise<CsmDetails> {
  requireRole(ctx.person, 'viewer');
  const parsed = parseInput(csmInput, input);
  const { sort, descending, page, pageSize, decisionsPage } = parsed;
  const now = ctx.now();
  const { period } = parseScope(scope, now);
  const { policy } = await currentPolicy(ctx.warehouse);
  const { names } = await ctx.readModel.facts(policy, now);
  const name = names.nameOf(parsed.name);
  if (name === null) throw csmNotFound();
  const person = { name, spellings: names.spellings };
  const [rows, [receivedBefore = 0]] = await Promise.all([
    ctx.warehouse.read(
      csmPage({
        ...person,
        limits: policy,
        period,
        decisions: {
          limit: csmDecisionsPageSize,
          offset: (decisionsPage - 1) * csmDecisionsPageSize,
        },
        book: { sort, descending, limit: pageSize, offset: (page - 1) * pageSize },
      }),
    ),
    ctx.warehouse.read(
      csmReceiptCount({ ...person, period: previousPeriod(period) }),
      CACHE_ONE_MINUTE,
    ),
  ]);
  const facts = await ctx.readModel.facts(policy, now);
  const known = facts.csms.get(name);
  const stored = storedCsms(rowsFor(rows, 'details'), rowsFor(rows, 'change'))(nameKey(name));
  const [history] = rowsFor(rows, 'history');
  const book = bookTotals(rows);
  const decisions = decisionsOnPage(rows, decisionsPage);
  const isKnown =
    known || history?.known || book.accounts || decisions.total || csmRecommended(rows);
  if (!history || !isKnown) {
    throw csmNotFound();
  }
  const csm = currentCsm(facts, name, now);
  const eligibility = known ? eligibilityByClass(csm, policy, now.getTime()) : [];
  const cooling = eligibility[0]?.exclusions.find(({ reason }) => reason === 'cooling');
  const isNew = csm.tenureMonths !== null && csm.tenureMonths < policy.velocity.newCsmTenureMonths;
  return {
    name,
    profile: known ? csmRecord(known, stored, { policy, now }) : null,
    choices: csmChoices(facts),
    changes: { newest: changesOf(rows), total: rowsFor(rows, 'change')[0]?.total ?? 0 },
    capacity: { accounts: ownCapacity(csm, policy), own: csm.capacity !== null },
    pending: reservationsOf(csm, policy).length,
    book: { ...book, unknown: book.accounts - book.red - book.yellow - book.green },
    shares: csmShares(csm, currentCsms(facts, now), policy),
    eligibility,
    cooling: cooling ? { ...cooling, by: coolingCause(csm, policy) } : null,
    lastReceivedAt: history.lastReceivedAt,
    received: {
      last7Days: csm.received.length,
      weeklyLimit: policy.velocity.perWeek,
      last24Hours: csm.received.filter((at) => at > now.getTime() - DAY_MS).length,
      dailyLimit: isNew ? policy.velocity.newCsmPerDay : null,
    },
    bookPage: { accounts: bookAccounts(rows, { page, pageSize }), total: book.accounts },
    period,
    weeks: receiptsByWeek(rows, period.weeks),
    receivedBefore,
    outcomes: csmOutcomes(rows),
    decisions,
  };
}

function csmNotFound(): AppError {
  return new AppError('not_found', 'There is no CSM with this name in the warehouse.');
}

/** Changes of the CSM's details, the newest first. */
function changesOf(rows: readonly CsmPageRow[]): CsmDetails['changes']['newest'] {
  return rowsFor(rows, 'change')
    .map(({ id, field, before, after, byName, at }) => ({ id, field, before, after, byName, at }))
    .sort((a, b) => b.at.getTime() - a.at.getTime() || compareCodeUnits(b.id, a.id));
}

function coolingCause(csm: Csm, policy: Policy): 'receipt' | 'pending' {
  const isLater = ({ at }: { readonly at: number }) => at > (csm.lastReceivedAt ?? 0);
  return reservationsOf(csm, policy).some(isLater) ? 'pending' : 'receipt';
}

/** Counts of the whole book, which every row of its page has. */
function bookTotals(rows: readonly CsmPageRow[]): Omit<CsmDetails['book'], 'unknown'> {
  const [first] = rowsFor(rows, 'account');
  if (!first) return { accounts: 0, red: 0, yellow: 0, green: 0, highNeed: 0 };
  const { accounts, red, yellow, green, highNeed } = first;
  return { accounts, red, yellow, green, highNeed };
}

function bookAccounts(
  rows: readonly CsmPageRow[],
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
): BookAccount[] {
  return rowsFor(rows, 'account')
    .filter(({ place }) => place > (page - 1) * pageSize)
    .sort((a, b) => a.place - b.place)
    .map(({ id, name, neediness, health, color, revenue, segment, level, since }) => ({
      id,
      name,
      neediness,
      health,
      revenue,
      segment,
      level,
      since,
      color: color as HealthColor | null,
    }));
}

/** Whether the CSM was recommended or received an account lately. */
function csmRecommended(rows: readonly CsmPageRow[]): boolean {
  return rowsFor(rows, 'outcome').length > 0;
}

function csmOutcomes(rows: readonly CsmPageRow[]): CsmOutcomes {
  const outcomes = rowsFor(rows, 'outcome').filter(
    ({ week, state }) => week !== null && state !== 'outside',
  );
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
  const received = rowsFor(rows, 'outcome').filter((row) => row.received);
  const receipts = (week: string, state: string) =>
    received
      .filter((row) => row.week === week && row.state === state)
      .reduce((all, row) => all + row.count, 0);
  return weeks.map((week) => ({
    week,
    accepted: receipts(week, 'accepted'),
    overridden: receipts(week, 'overridden'),
    outside: receipts(week, 'outside'),
  }));
}

/** A page of the period's decisions, newest first, and their total number. */
function decisionsOnPage(rows: readonly CsmPageRow[], page: number): CsmDetails['decisions'] {
  const decisions = rowsFor(rows, 'decision');
  const onPage = decisions
    .filter(({ place }) => place > (page - 1) * csmDecisionsPageSize)
    .sort((a, b) => a.place - b.place)
    .map(({ question: _, total: __, place: ___, verb, ...row }) => ({
      ...row,
      verb: decisionVerbs.find((one) => one === verb) as DecisionVerb,
    }));
  return { page, onPage, total: decisions[0]?.total ?? 0 };
}

/**
 * Compares a CSM's book and pending recommendations, in each dimension, with those of the active CSMs
 * who may take the same accounts.
 */
function csmShares(csm: Csm, csms: ReadonlyMap<string, Csm>, policy: Policy): CsmShare[] {
  const loads = measureLoads([...csms.values()], policy);
  const target = loads.find((load) => load.csm.name === csm.name)?.target;
  const takes = createClassCheck(csm);
  const parts = loads.flatMap((load) => committedByClass(load.csm, policy));
  const classes = sumByClass(parts).filter((each) => takes(each));
  const books = loads
    .filter((load) => classes.some(createClassCheck(load.csm)))
    .map(({ amounts }) => amounts);
  return dimensions.map((dimension) => {
    const amount = committedBook(csm, policy)[dimension];
    const amounts = books.map((book) => book[dimension]).sort((a, b) => a - b);
    return {
      dimension,
      amount,
      median: medianOfSorted(amounts),
      peers: books.length,
      mean: books.length > 0 ? sum(amounts) / books.length : null,
      target: target?.[dimension] ?? null,
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
