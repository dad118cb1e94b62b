import { classWord, ownCapacity } from '@/lib/routing/capacity';
import { exclusionOf } from '@/lib/routing/eligibility';
import { evennessOf, fairnessOf } from '@/lib/routing/fairness';
import type { Csm, Evenness, Fairness, RoutingPolicy } from '@/lib/routing/types';
import { csmOf } from '@/lib/runs/situation';
import type { WorkloadRow } from '@/lib/warehouse/sql/workload';
import type { MatchGroup } from './match-counts';

type OwnerRow = Extract<WorkloadRow, { question: 'books' }>;

/** What an active CSM carries now, as far as it is of the classes chosen. */
interface BookOf {
  readonly csm: string;
  readonly tenureMonths: number | null;
  /** Whether the CSM may receive an account of their own class now. */
  readonly eligible: boolean;
  readonly accounts: number;
  /** Accounts of the whole book, of whatever class. */
  readonly owned: number;
  readonly capacity: number;
  /** The whole book over the capacity; null where the capacity is 0. */
  readonly share: number | null;
  readonly neediness: number;
  /** Of a year. */
  readonly revenue: number;
  readonly red: number;
  readonly yellow: number;
  readonly green: number;
  /** Neither a colour nor a score is known of these. */
  readonly unknown: number;
}

/** Who carries what, and how even that is. */
export interface Books {
  /** Of active CSMs, the largest share of capacity first. */
  readonly books: readonly BookOf[];
  /** CSMs who are not active and own accounts all the same, most first. */
  readonly former: readonly { readonly csm: string; readonly accounts: number }[];
  /** Evenness of what counts; over and near capacity by whole books. */
  readonly fairness: Fairness;
  /** Evenness of the shares of capacity, which differs between CSMs as their amounts may. */
  readonly filled: { readonly active: Evenness; readonly eligible: Evenness };
  readonly eligible: number;
}

interface Classes {
  readonly segments: readonly string[];
  readonly levels: readonly string[];
}

/**
 * The books of CSMs. Where classes are chosen, only accounts of these count, and only CSMs who take
 * such accounts or own one. Eligible is whom nothing keeps from an account of their own class.
 */
export function booksOf(
  rows: readonly OwnerRow[],
  { classes, policy, now }: { classes: Classes; policy: RoutingPolicy; now: Date },
): Books {
  const concerned = rows.filter((row) => row.accounts > 0 || takes(row, classes));
  const active = concerned.filter((row) => row.active);
  const whole = active.map((row) => ownerOf(row, now));
  const eligible = new Set(whole.filter((csm) => isEligible(csm, policy, now)).map((c) => c.name));
  const counted = active.map((row, at) => ({ ...(whole[at] as Csm), book: row }));
  const { overCapacity, nearCapacity } = fairnessOf(whole, eligible, policy);
  const books = active
    .map((row, at) => bookOf(row, ownCapacity(whole[at] as Csm, policy), eligible.has(row.name)))
    .sort((a, b) => (b.share ?? 0) - (a.share ?? 0) || byText(a.csm, b.csm));
  return {
    books,
    filled: { active: filledOf(books), eligible: filledOf(books.filter((one) => one.eligible)) },
    former: concerned
      .filter((row) => !row.active && row.accounts > 0)
      .map(({ name, accounts }) => ({ csm: name, accounts }))
      .sort((a, b) => b.accounts - a.accounts || byText(a.csm, b.csm)),
    fairness: { ...fairnessOf(counted, eligible, policy), overCapacity, nearCapacity },
    eligible: eligible.size,
  };
}

/** The accounts of active CSMs in groups for the quality of their match. */
export function matchesIn(rows: readonly OwnerRow[]): readonly MatchGroup[] {
  return rows
    .filter(({ active }) => active)
    .flatMap(({ tenureMonths, accounts, red, yellow, green, needy }): MatchGroup[] => [
      { accounts: needy, tenureMonths, color: null, needy: true },
      { accounts: red, tenureMonths, color: 'red', needy: false },
      { accounts: yellow, tenureMonths, color: 'yellow', needy: false },
      { accounts: green, tenureMonths, color: 'green', needy: false },
      {
        accounts: accounts - red - yellow - green,
        ...{ tenureMonths, color: null, needy: false },
      },
    ]);
}

function bookOf(row: OwnerRow, capacity: number, eligible: boolean): BookOf {
  const { accounts, red, yellow, green } = row;
  return {
    csm: row.name,
    tenureMonths: row.tenureMonths,
    eligible,
    accounts,
    owned: row.owned,
    capacity,
    share: capacity > 0 ? row.owned / capacity : null,
    neediness: row.neediness,
    revenue: row.revenue,
    ...{ red, yellow, green, unknown: accounts - red - yellow - green },
  };
}

/** A CSM as the engine sees one, with their whole book. */
function ownerOf(row: OwnerRow, now: Date): Csm {
  const { owned, neediness, revenue, red, green } = row;
  return csmOf({ ...row, book: { accounts: owned, neediness, revenue, red, green } }, now);
}

function isEligible(csm: Csm, policy: RoutingPolicy, now: Date): boolean {
  const { segment, level } = csm;
  const account = {
    ...{ id: '', name: '', segment, level, neediness: null, health: null, color: null },
    ...{ revenue: null, rejected: [] },
  };
  return exclusionOf(csm, account, policy, now.getTime()) === null;
}

function filledOf(books: readonly BookOf[]): Evenness {
  return evennessOf(books.flatMap(({ share }) => (share === null ? [] : [share])));
}

function takes({ segment, level }: OwnerRow, { segments, levels }: Classes): boolean {
  const fits = (own: string | null, chosen: readonly string[]) =>
    classWord(own) === null ||
    chosen.length === 0 ||
    chosen.some((word) => classWord(word) === classWord(own));
  return fits(segment, segments) && fits(level, levels);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
