import 'server-only';
import { CACHE_ONE_MINUTE } from '@/lib/analytics/shared/scope';
import type { AccountClass } from '@/lib/engine/account-class';
import { nameKey } from '@/lib/names';
import type { Policy } from '@/lib/policy/policy';
import type { Context } from '@/lib/server/context';
import { type BookRow, companyBooks } from '@/lib/warehouse/sql/analytics/company';

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

/**
 * Returns everyone's book. Cached for up to a minute, because summing all accounts is most of a page's
 * work. Writes by this process evict the cache.
 */
export async function readBooks(
  { warehouse, readModel, now }: Context,
  policy: Policy,
): Promise<BooksOf> {
  const rows = await warehouse.read(companyBooks(policy), CACHE_ONE_MINUTE);
  const { names } = await readModel.facts(policy, now());
  const books = rows.map((row) => ({ ...row, csm: names.nameOf(row.csm) }));
  return (classes) =>
    totalsByCsm(classes ? books.filter((book) => matchesClass(book, classes)) : books);
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

function totalsByCsm(rows: readonly BookRow[]): ReadonlyMap<string, BookTotals> {
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
