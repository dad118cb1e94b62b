import { accountInClass } from '@/lib/analytics/shared/availability';
import { type BookTotals, type CsmWithActivity, EMPTY_BOOK } from '@/lib/analytics/shared/company';
import { bindingExclusion } from '@/lib/engine/eligibility';
import { measureEvenness, measureFairness } from '@/lib/engine/fairness';
import { normalizeClassName, ownCapacity, type RoutingPolicy } from '@/lib/engine/policy';
import type { Csm, Evenness, Fairness } from '@/lib/engine/types';
import { toEngineCsm } from '@/lib/read-model/routing-problem';
import type { MatchGroup } from './match-quality';

/** Who owns accounts or might, with their book as far as it is of the classes chosen. */
export interface BookOwner {
  readonly name: string;
  /** Null for whom the CSMs do not name, or no longer. */
  readonly standing: CsmWithActivity | null;
  /** The whole book, of whatever class. */
  readonly whole: BookTotals;
  readonly counted: BookTotals;
}

/** What an active CSM carries now, as far as it is of the classes chosen. */
interface CsmBook {
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
export interface BookBalance {
  /** Of active CSMs, the largest share of capacity first. */
  readonly books: readonly CsmBook[];
  /** CSMs who are not active and own accounts all the same, most first. */
  readonly former: readonly { readonly csm: string; readonly accounts: number }[];
  /** Evenness of what counts; over and near capacity by whole books. */
  readonly fairness: Fairness;
  /** Evenness of the shares of capacity, which differs between CSMs as their amounts may. */
  readonly filled: { readonly active: Evenness; readonly eligible: Evenness };
  readonly eligible: number;
}

interface ClassFilter {
  readonly segments: readonly string[];
  readonly levels: readonly string[];
}

/**
 * CSMs with their books, and whoever else owns accounts.
 * @param of the books of everybody, of some classes where they are given
 */
export function bookOwners(
  csms: readonly CsmWithActivity[],
  of: (classes?: ClassFilter) => ReadonlyMap<string, BookTotals>,
  classes: ClassFilter,
): readonly BookOwner[] {
  const whole = of();
  const chosen = classes.segments.length + classes.levels.length > 0;
  const counted = chosen ? of(classes) : whole;
  const standing = new Map(csms.map((csm) => [csm.name, csm]));
  return [...new Set([...standing.keys(), ...whole.keys()])].map((name) => ({
    name,
    standing: standing.get(name) ?? null,
    whole: whole.get(name) ?? EMPTY_BOOK,
    counted: counted.get(name) ?? EMPTY_BOOK,
  }));
}

/**
 * The books of CSMs. Where classes are chosen, only accounts of these count, and only CSMs who take
 * such accounts or own one. Eligible is whom nothing keeps from an account of their own class.
 */
export function bookBalance(
  owners: readonly BookOwner[],
  { classes, policy, now }: { classes: ClassFilter; policy: RoutingPolicy; now: Date },
): BookBalance {
  const concerned = owners.filter(
    ({ standing, counted }) =>
      counted.accounts > 0 || (standing && acceptsClass(standing, classes)),
  );
  const active = activeOwners(concerned).map(({ standing, whole, counted }) => {
    const csm = toEngineCsm(standing, whole, now);
    return {
      csm,
      counted,
      countedOnly: toEngineCsm(standing, counted, now),
      capacity: ownCapacity(csm, policy),
      eligible: isEligible(csm, policy, now),
    };
  });
  const eligible = new Set(active.flatMap((one) => (one.eligible ? [one.csm.name] : [])));
  const books = active
    .map(csmBook)
    .sort((a, b) => (b.share ?? 0) - (a.share ?? 0) || byText(a.csm, b.csm));
  const { overCapacity, nearCapacity } = measureFairness(
    active.map(({ csm }) => csm),
    eligible,
    policy,
  );
  return {
    books,
    filled: {
      active: utilizationEvenness(books),
      eligible: utilizationEvenness(books.filter((one) => one.eligible)),
    },
    former: concerned
      .filter(({ standing, counted }) => !standing?.active && counted.accounts > 0)
      .map(({ name, counted }) => ({ csm: name, accounts: counted.accounts }))
      .sort((a, b) => b.accounts - a.accounts || byText(a.csm, b.csm)),
    fairness: {
      ...measureFairness(
        active.map((one) => one.countedOnly),
        eligible,
        policy,
      ),
      overCapacity,
      nearCapacity,
    },
    eligible: eligible.size,
  };
}

/** The accounts of active CSMs in groups for the quality of their match. */
export function matchGroups(owners: readonly BookOwner[]): readonly MatchGroup[] {
  return activeOwners(owners).flatMap(({ standing: { tenureMonths }, counted }): MatchGroup[] => {
    const { accounts, red, yellow, green, needy } = counted;
    return [
      { accounts: needy, tenureMonths, color: null, needy: true },
      { accounts: red, tenureMonths, color: 'red', needy: false },
      { accounts: yellow, tenureMonths, color: 'yellow', needy: false },
      { accounts: green, tenureMonths, color: 'green', needy: false },
      { accounts: accounts - red - yellow - green, tenureMonths, color: null, needy: false },
    ];
  });
}

function activeOwners(owners: readonly BookOwner[]) {
  return owners.filter((owner): owner is BookOwner & { readonly standing: CsmWithActivity } =>
    Boolean(owner.standing?.active),
  );
}

function csmBook({
  csm,
  counted,
  capacity,
  eligible,
}: {
  readonly csm: Csm;
  readonly counted: BookTotals;
  readonly capacity: number;
  readonly eligible: boolean;
}): CsmBook {
  const { accounts, neediness, revenue, red, yellow, green } = counted;
  const owned = csm.book.accounts;
  return {
    csm: csm.name,
    tenureMonths: csm.tenureMonths,
    eligible,
    accounts,
    owned,
    capacity,
    share: capacity > 0 ? owned / capacity : null,
    neediness,
    revenue,
    red,
    yellow,
    green,
    unknown: accounts - red - yellow - green,
  };
}

function isEligible(csm: Csm, policy: RoutingPolicy, now: Date): boolean {
  return bindingExclusion(csm, accountInClass(csm), policy, now.getTime()) === null;
}

function utilizationEvenness(books: readonly CsmBook[]): Evenness {
  return measureEvenness(books.flatMap(({ share }) => (share === null ? [] : [share])));
}

function acceptsClass(
  { segment, level }: CsmWithActivity,
  { segments, levels }: ClassFilter,
): boolean {
  const fits = (own: string | null, chosen: readonly string[]) =>
    normalizeClassName(own) === null ||
    chosen.length === 0 ||
    chosen.some((word) => normalizeClassName(word) === normalizeClassName(own));
  return fits(segment, segments) && fits(level, levels);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
