import 'server-only';
import { CACHE_ONE_MINUTE } from '@/lib/analytics/shared/scope';
import type { AccountClass } from '@/lib/engine/account-class';
import { nameKey } from '@/lib/names';
import type { Policy } from '@/lib/policy/policy';
import type { Context } from '@/lib/server/context';
import { DAY_MS } from '@/lib/time';
import { type BookRow, companyBooks } from '@/lib/warehouse/sql/analytics/company';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';

/** Totals over the accounts that someone owns. */
export interface BookTotals {
  readonly accounts: number;
  /** A missing score counts as the median of all accounts, as in the engine. */
  readonly neediness: number;
  /** Annual; a missing value counts as the median. */
  readonly revenue: number;
  readonly red: number;
  readonly yellow: number;
  readonly green: number;
  readonly needy: number;
}

export interface ClassFilter {
  readonly segments: readonly string[];
  readonly levels: readonly string[];
}

/** Returns book totals by owner, for all accounts or for the given classes. */
export type BooksOf = (classes?: ClassFilter) => ReadonlyMap<string, BookTotals>;

export const EMPTY_BOOK: BookTotals = {
  accounts: 0,
  neediness: 0,
  revenue: 0,
  red: 0,
  yellow: 0,
  green: 0,
  needy: 0,
};

/** How long the accounts that need a CSM have waited, in days; null if no start is known. */
export interface Waits {
  readonly accounts: number;
  readonly longest: number | null;
  /** 95% of the accounts have not waited longer. */
  readonly p95: number | null;
}

/**
 * Returns everyone's book, and how long accounts have waited for a CSM; null if none waits. Cached for up
 * to a minute, because summing all accounts is most of a page's work. Writes by this process evict the
 * cache.
 */
export async function readBooks(
  { warehouse, readModel, now }: Context,
  policy: Policy,
): Promise<{ readonly totalsFor: BooksOf; readonly waits: Waits | null }> {
  const rows = await warehouse.read(companyBooks(policy), CACHE_ONE_MINUTE);
  const { names } = await readModel.facts(policy, now());
  const books = rowsFor(rows, 'books').map((row) => ({ ...row, csm: names.nameOf(row.csm) }));
  return {
    totalsFor: (classes) =>
      totalsByCsm(classes ? books.filter((book) => matchesClass(book, classes)) : books),
    waits: waitsAt(rowsFor(rows, 'waits'), now()),
  };
}

/** An account that starts to need a CSM in the future has not waited. */
function waitsAt(
  rows: readonly Extract<BookRow, { question: 'waits' }>[],
  now: Date,
): Waits | null {
  const [first] = rows;
  if (!first) return null;
  const days = (since: Date | null | undefined) =>
    since ? Math.max(0, now.getTime() - since.getTime()) / DAY_MS : null;
  return {
    accounts: first.accounts,
    longest: days(rows.find(({ isLongest }) => isLongest)?.since),
    p95: days(rows.find(({ isP95 }) => isP95)?.since),
  };
}

/** Whether a class of accounts is selected. */
export function matchesClass(
  { segment, level }: AccountClass,
  { segments, levels }: ClassFilter,
): boolean {
  const matches = (own: string | null, names: readonly string[]) =>
    names.length === 0 || names.some((name) => nameKey(name) === nameKey(own));
  return matches(segment, segments) && matches(level, levels);
}

function totalsByCsm(
  rows: readonly Extract<BookRow, { question: 'books' }>[],
): ReadonlyMap<string, BookTotals> {
  const books = new Map<string, BookTotals>();
  for (const row of rows) {
    if (row.csm !== null) books.set(row.csm, addTotals(books.get(row.csm) ?? EMPTY_BOOK, row));
  }
  return books;
}

function addTotals(a: BookTotals, b: BookTotals): BookTotals {
  return {
    accounts: a.accounts + b.accounts,
    // Round to the source's decimals, so the result doesn't depend on the order of addition.
    neediness: roundTo(a.neediness + b.neediness, 6),
    revenue: roundTo(a.revenue + b.revenue, 2),
    red: a.red + b.red,
    yellow: a.yellow + b.yellow,
    green: a.green + b.green,
    needy: a.needy + b.needy,
  };
}

function roundTo(value: number, decimals: number): number {
  const unit = 10 ** decimals;
  return Math.round(value * unit) / unit;
}
