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
  type NeedingRow,
  type PendingRow,
} from '@/lib/warehouse/sql/company';
import { lowScore } from './finding';
import { choicesOf, type ScopeChoices } from './get-scope-choices';

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
  /** The accounts of each class that need a CSM. */
  readonly needing: readonly NeedingRow[];
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

/** How long what is remembered of the company may be told, in milliseconds. */
export const companyAgeMs = 60_000;

/**
 * Answers who there is, who owns what, which accounts need a CSM and what waits for a decision, as it
 * was at most a minute ago: to add up all accounts is most of the work of a page. What this process
 * decides itself shows at once. What had waited for a day is counted at the last full hour.
 */
export async function readCompany(
  { warehouse, now }: Context,
  policy: Policy,
): Promise<Company & { readonly pending: readonly PendingRow[] }> {
  // Not to the moment, which would be another statement each time.
  const longBefore = new Date(Math.floor(now().getTime() / hour) * hour - 24 * hour);
  const rows = await warehouse.read(companyBooks(policy, { longBefore, lowScore }), {
    maxAgeMs: companyAgeMs,
  });
  const company = companyOf({
    csms: answersOf(rows, 'csms'),
    books: answersOf(rows, 'books'),
    needing: answersOf(rows, 'needing'),
  });
  return { ...company, pending: answersOf(rows, 'pending') };
}

/** Puts what was answered about the company together. */
export function companyOf({ csms, books, needing }: CompanyRows): Company {
  return {
    csms,
    books: (classes) => byOwner(classes ? books.filter((book) => isOf(book, classes)) : books),
    needing,
    choices: {
      managers: choicesOf(csms.map(({ manager }) => manager)),
      segments: choicesOf(books.map(({ segment }) => segment)),
      levels: choicesOf(books.map(({ level }) => level)),
    },
  };
}

interface CompanyRows {
  readonly csms: readonly CompanyCsm[];
  readonly books: readonly BookRow[];
  readonly needing: readonly NeedingRow[];
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
