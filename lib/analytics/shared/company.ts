import 'server-only';
import { LOW_SCORE } from '@/lib/analytics/diagnostics/finding';
import { normalizeClassName } from '@/lib/engine/policy';
import type { Csm } from '@/lib/engine/types';
import type { Policy } from '@/lib/policy/policy';
import { toEngineCsm } from '@/lib/read-model/routing-problem';
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

/** What somebody owns. */
export interface BookTotals {
  readonly accounts: number;
  /** A missing score counts with the median of all accounts, as in the engine. */
  readonly neediness: number;
  /** Of a year, likewise. */
  readonly revenue: number;
  readonly red: number;
  readonly yellow: number;
  readonly green: number;
  readonly needy: number;
}

interface ClassFilter {
  readonly segments: readonly string[];
  readonly levels: readonly string[];
}

/** Who there is and who owns what, as it was at most a minute ago. */
export interface Company {
  readonly csms: readonly CompanyCsm[];
  /** By the CSM's name; of accounts of some classes only, where any are given. */
  readonly books: (classes?: ClassFilter) => ReadonlyMap<string, BookTotals>;
  /** What figures can be narrowed to. */
  readonly choices: ScopeChoices;
}

/** The book of who owns nothing. */
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
 * Answers who there is and who owns what, as it was at most a minute ago: to add up all accounts is
 * most of the work of a page. What this process decides itself shows at once.
 */
export async function readCompany({ warehouse }: Context, policy: Policy): Promise<Company> {
  const rows = await warehouse.read(companyBooks(policy), CACHE_ONE_MINUTE);
  return companyOf(rowsFor(rows, 'csms'), rowsFor(rows, 'books'));
}

/** Puts together what a statement answered of the company. */
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

/** The company with which accounts need a CSM and what waits for a decision. */
export interface CompanyOpenWork extends Company {
  readonly needing: readonly NeedingRow[];
  readonly pending: readonly PendingRow[];
}

/** Answers the same with what needs a decision; what had waited for a day, at the last full hour. */
export async function readCompanyOpenWork(
  { warehouse, now }: Context,
  policy: Policy,
): Promise<CompanyOpenWork> {
  // Not to the moment, which would be another statement each time.
  const longBefore = new Date(Math.floor(now().getTime() / HOUR_MS) * HOUR_MS - 24 * HOUR_MS);
  const rows = await warehouse.read(
    companyOpenWork(policy, { longBefore, lowScore: LOW_SCORE }),
    CACHE_ONE_MINUTE,
  );
  return {
    ...companyOf(rowsFor(rows, 'csms'), rowsFor(rows, 'books')),
    needing: rowsFor(rows, 'needing'),
    pending: rowsFor(rows, 'pending'),
  };
}

function matchesClass({ segment, level }: BookRow, { segments, levels }: ClassFilter): boolean {
  const among = (own: string | null, words: readonly string[]) =>
    words.length === 0 ||
    words.some((word) => normalizeClassName(word) === normalizeClassName(own));
  return among(segment, segments) && among(level, levels);
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
    // As many decimals as each of them has, so that the order in which they are added is not seen.
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

/** A CSM with what they received lately and what reserves them. */
export interface CsmWithActivity
  extends Omit<CompanyCsm, 'question'>,
    Omit<RecentAssignmentsRow, 'csm' | 'lastReceivedAt'> {
  readonly lastReceivedAt: Date | null;
  readonly reservedAt: Date | null;
}

/** What happened lately, by the CSM concerned. */
export interface RecentActivity {
  readonly receipts: readonly RecentAssignmentsRow[];
  /** Of each CSM, the newest counts. */
  readonly reservations: readonly ReservationRow[];
}

const MIN_DATE = new Date(-8_640_000_000_000_000);

/** CSMs with what happened to them lately. */
export function withRecentActivity(
  csms: readonly CompanyCsm[],
  lately: RecentActivity,
): readonly CsmWithActivity[] {
  const receipts = new Map(lately.receipts.map((row) => [row.csm, row]));
  const reservations = new Map<string, Date>();
  for (const { csm, at } of lately.reservations) {
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

/** The same as the engine looks at them, with their books by their names. */
export function engineCsms(
  csms: readonly CompanyCsm[],
  lately: RecentActivity,
  books: ReadonlyMap<string, BookTotals>,
  now: Date,
): readonly Csm[] {
  return withRecentActivity(csms, lately).map((csm) =>
    toEngineCsm(csm, books.get(csm.name) ?? EMPTY_BOOK, now),
  );
}
