import { normalizeClassName } from '@/lib/names';
import 'server-only';
import type { Csm } from '@/lib/engine/types';
import type { Policy } from '@/lib/policy/policy';
import type { Context } from '@/lib/server/context';
import { HOUR_MS } from '@/lib/time';
import {
  type BookRow,
  type CompanyCsm,
  companyBooks,
  companyOpenWork,
  type NeedingRow,
  type PendingRow,
} from '@/lib/warehouse/sql/analytics/company';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import type {
  RecentAssignmentsRow,
  ReservationRow,
} from '@/lib/warehouse/sql/shared/recent-assignments';
import { CACHE_ONE_MINUTE, type ScopeChoices, sortedUnique } from './scope';

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

/** All CSMs and their books. */
export interface Company {
  readonly csms: readonly CompanyCsm[];
  /** Book totals by owner, for all accounts or for the given classes. */
  readonly books: (classes?: ClassFilter) => ReadonlyMap<string, BookTotals>;
  readonly choices: ScopeChoices;
}

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
 * Returns all CSMs and their books. Cached for up to a minute, because summing all accounts is most
 * of a page's work. Writes by this process evict the cache.
 */
export async function readCompany({ warehouse }: Context, policy: Policy): Promise<Company> {
  const rows = await warehouse.read(companyBooks(policy), CACHE_ONE_MINUTE);
  return companyOf(rowsFor(rows, 'csms'), rowsFor(rows, 'books'));
}

/** Builds the company from the rows of a statement. */
export function companyOf(csms: readonly CompanyCsm[], books: readonly BookRow[]): Company {
  return {
    csms,
    books: (classes) =>
      totalsByCsm(classes ? books.filter((book) => matchesClass(book, classes)) : books),
    choices: {
      managers: sortedUnique(csms.map(({ manager }) => manager)),
      segments: sortedUnique(books.map(({ segment }) => segment)),
      levels: sortedUnique(books.map(({ level }) => level)),
    },
  };
}

/** A pending recommendation with this score or less counts as low. */
export const LOW_SCORE = 50;

/** The company with the accounts that need a CSM and the pending recommendations. */
export interface CompanyOpenWork extends Company {
  readonly needing: readonly NeedingRow[];
  readonly pending: readonly PendingRow[];
}

/** Like `readCompany`, with open work. */
export async function readCompanyOpenWork(
  { warehouse, now }: Context,
  policy: Policy,
): Promise<CompanyOpenWork> {
  // Rounded to the hour, so that the statement stays the same and can be cached.
  const staleBefore = new Date(Math.floor(now().getTime() / HOUR_MS) * HOUR_MS - 24 * HOUR_MS);
  const rows = await warehouse.read(
    companyOpenWork(policy, { staleBefore, lowScore: LOW_SCORE }),
    CACHE_ONE_MINUTE,
  );
  return {
    ...companyOf(rowsFor(rows, 'csms'), rowsFor(rows, 'books')),
    needing: rowsFor(rows, 'needing'),
    pending: rowsFor(rows, 'pending'),
  };
}

function matchesClass({ segment, level }: BookRow, { segments, levels }: ClassFilter): boolean {
  const matches = (own: string | null, names: readonly string[]) =>
    names.length === 0 ||
    names.some((name) => normalizeClassName(name) === normalizeClassName(own));
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

/** A CSM with recent receipts and reservations. */
export interface CsmWithActivity
  extends Omit<CompanyCsm, 'question'>,
    Omit<RecentAssignmentsRow, 'csm' | 'lastReceivedAt'> {
  readonly lastReceivedAt: Date | null;
  readonly reservedAt: Date | null;
}

/** Recent activity of all CSMs. */
export interface RecentActivity {
  readonly receipts: readonly RecentAssignmentsRow[];
  /** Only the newest of each CSM counts. */
  readonly reservations: readonly ReservationRow[];
}

const MIN_DATE = new Date(-8_640_000_000_000_000);

/** Joins CSMs with their recent activity. */
export function withRecentActivity(
  csms: readonly CompanyCsm[],
  activity: RecentActivity,
): readonly CsmWithActivity[] {
  const receipts = new Map(activity.receipts.map((row) => [row.csm, row]));
  const reservations = new Map<string, Date>();
  for (const { csm, at } of activity.reservations) {
    if (at > (reservations.get(csm) ?? MIN_DATE)) reservations.set(csm, at);
  }
  return csms.map((csm) => {
    const received = receipts.get(csm.name);
    return {
      name: csm.name,
      active: csm.active,
      manager: csm.manager,
      tenureMonths: csm.tenureMonths,
      segment: csm.segment,
      level: csm.level,
      capacity: csm.capacity,
      awayUntil: csm.awayUntil,
      receivedAges: received?.receivedAges ?? [],
      lastReceivedAt: received?.lastReceivedAt ?? null,
      reservedAt: reservations.get(csm.name) ?? null,
    };
  });
}

/** Converts a CSM row and a book to the engine's type. */
export function toEngineCsm(
  row: Omit<CsmWithActivity, 'manager'>,
  book: Pick<BookTotals, keyof Csm['book']>,
  now: Date,
): Csm {
  return {
    name: row.name,
    active: row.active,
    tenureMonths: row.tenureMonths,
    segment: row.segment,
    level: row.level,
    capacity: row.capacity,
    awayUntil: row.awayUntil?.getTime() ?? null,
    book,
    received: row.receivedAges.map((age) => now.getTime() - age),
    lastReceivedAt: row.lastReceivedAt?.getTime() ?? null,
    reservedAt: row.reservedAt?.getTime() ?? null,
  };
}

/** Converts CSMs, their recent activity, and their books to the engine's input. */
export function engineCsms(
  csms: readonly CompanyCsm[],
  activity: RecentActivity,
  books: ReadonlyMap<string, BookTotals>,
  now: Date,
): readonly Csm[] {
  return withRecentActivity(csms, activity).map((csm) =>
    toEngineCsm(csm, books.get(csm.name) ?? EMPTY_BOOK, now),
  );
}
