import 'server-only';
import type { Context } from '@/lib/context';
import type { Policy } from '@/lib/policy/policy';
import { classWord } from '@/lib/routing/capacity';
import { hour } from '@/lib/routing/hours';
import { answersOf } from '@/lib/warehouse/sql/answers';
import {
  type BookRow,
  type CompanyCsm,
  companyBooks,
  companyStanding,
  type NeedingRow,
  type PendingRow,
} from '@/lib/warehouse/sql/company';
import { lowScore } from './finding';
import { choicesOf, type ScopeChoices } from './get-scope-choices';
import { remembered } from './remembered';

/** What somebody owns. */
export interface Book {
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

interface Classes {
  readonly segments: readonly string[];
  readonly levels: readonly string[];
}

/** Who there is and who owns what, as it was at most a minute ago. */
export interface Company {
  readonly csms: readonly CompanyCsm[];
  /** By the CSM's name; of accounts of some classes only, where any are given. */
  readonly books: (classes?: Classes) => ReadonlyMap<string, Book>;
  /** What figures can be narrowed to. */
  readonly choices: ScopeChoices;
}

/** The book of who owns nothing. */
export const emptyBook: Book = {
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
  const rows = await warehouse.read(companyBooks(policy), remembered);
  return companyOf(answersOf(rows, 'csms'), answersOf(rows, 'books'));
}

/** Puts together what a statement answered of the company. */
export function companyOf(csms: readonly CompanyCsm[], books: readonly BookRow[]): Company {
  return {
    csms,
    books: (classes) => byOwner(classes ? books.filter((book) => isOf(book, classes)) : books),
    choices: {
      managers: choicesOf(csms.map(({ manager }) => manager)),
      segments: choicesOf(books.map(({ segment }) => segment)),
      levels: choicesOf(books.map(({ level }) => level)),
    },
  };
}

/** The company with which accounts need a CSM and what waits for a decision. */
export interface CompanyStanding extends Company {
  readonly needing: readonly NeedingRow[];
  readonly pending: readonly PendingRow[];
}

/** Answers the same with what needs a decision; what had waited for a day, at the last full hour. */
export async function readCompanyStanding(
  { warehouse, now }: Context,
  policy: Policy,
): Promise<CompanyStanding> {
  // Not to the moment, which would be another statement each time.
  const longBefore = new Date(Math.floor(now().getTime() / hour) * hour - 24 * hour);
  const rows = await warehouse.read(companyStanding(policy, { longBefore, lowScore }), remembered);
  return {
    ...companyOf(answersOf(rows, 'csms'), answersOf(rows, 'books')),
    needing: answersOf(rows, 'needing'),
    pending: answersOf(rows, 'pending'),
  };
}

function isOf({ segment, level }: BookRow, { segments, levels }: Classes): boolean {
  const among = (own: string | null, words: readonly string[]) =>
    words.length === 0 || words.some((word) => classWord(word) === classWord(own));
  return among(segment, segments) && among(level, levels);
}

function byOwner(rows: readonly BookRow[]): ReadonlyMap<string, Book> {
  const books = new Map<string, Book>();
  for (const row of rows) {
    if (row.csm !== null) books.set(row.csm, together(books.get(row.csm) ?? emptyBook, row));
  }
  return books;
}

function together(a: Book, b: Book): Book {
  return {
    accounts: a.accounts + b.accounts,
    // As many decimals as each of them has, so that the order in which they are added is not seen.
    neediness: rounded(a.neediness + b.neediness, 6),
    revenue: rounded(a.revenue + b.revenue, 2),
    red: a.red + b.red,
    yellow: a.yellow + b.yellow,
    green: a.green + b.green,
    needy: a.needy + b.needy,
  };
}

function rounded(value: number, decimals: number): number {
  const unit = 10 ** decimals;
  return Math.round(value * unit) / unit;
}
