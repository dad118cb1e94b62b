import { accountInClass } from '@/lib/analytics/shared/availability';
import { bindingExclusion } from '@/lib/engine/eligibility';
import { measureFairness } from '@/lib/engine/fairness';
import { committedBook } from '@/lib/engine/load';
import { ownCapacity, type RoutingPolicy } from '@/lib/engine/policy';
import type { Csm, Fairness } from '@/lib/engine/types';
import { compareCodeUnits, nameKey } from '@/lib/names';
import {
  type BooksOf,
  type BookTotals,
  type ClassFilter,
  EMPTY_BOOK,
  matchesClass,
} from './book-totals';
import type { MatchGroup } from './match-quality';

/** Anyone who owns accounts or could, with their book. */
export interface BookOwner {
  readonly name: string;
  /** Null if the owner is not a known CSM. */
  readonly csm: Csm | null;
  /** The owner's accounts in the selected classes. */
  readonly selected: BookTotals;
}

/** What an active CSM owns now. Amounts include only accounts in the selected classes. */
interface CsmBook {
  readonly csm: string;
  readonly tenureMonths: number | null;
  /** Whether the CSM may receive an account of their own class now. */
  readonly eligible: boolean;
  readonly accounts: number;
  /** Accounts in the whole book, of any class. */
  readonly owned: number;
  /** Pending recommendations of any class that reserve the CSM. */
  readonly pending: number;
  readonly capacity: number;
  /** The whole book and the pending recommendations ÷ the capacity; null if the capacity is 0. */
  readonly share: number | null;
  readonly neediness: number;
  /** Annual. */
  readonly revenue: number;
  readonly red: number;
  readonly yellow: number;
  readonly green: number;
  /** Accounts with neither a health color nor a health score. */
  readonly unknown: number;
}

/** Who owns what, and how even that is. */
export interface BookBalance {
  /** Active CSMs, largest share of capacity first. */
  readonly books: readonly CsmBook[];
  /** Owners who are not active CSMs, most accounts first. */
  readonly former: readonly { readonly csm: string; readonly accounts: number }[];
  /** Of the whole books of these CSMs, for the selected classes. */
  readonly fairness: Fairness;
  /** Number of eligible CSMs. */
  readonly eligible: number;
}

/**
 * Joins CSMs with their books, and adds owners who are not known CSMs.
 * @param totalsFor returns book totals by owner, for all accounts or for the given classes
 */
export function bookOwners(
  csms: ReadonlyMap<string, Csm>,
  totalsFor: BooksOf,
  classes: ClassFilter,
): readonly BookOwner[] {
  const whole = totalsFor();
  const filtered = classes.segments.length + classes.levels.length > 0;
  const selected = filtered ? totalsFor(classes) : whole;
  return [...new Set([...csms.keys(), ...whole.keys()])].map((name) => ({
    name,
    csm: csms.get(name) ?? null,
    selected: selected.get(name) ?? EMPTY_BOOK,
  }));
}

/**
 * Compares the owners' books. If classes are selected, only CSMs who take or own such accounts are
 * included.
 * @param csms all CSMs, among whom work is shared, even if only some are included
 */
export function bookBalance(
  csms: Iterable<Csm>,
  owners: readonly BookOwner[],
  { classes, policy, now }: { classes: ClassFilter; policy: RoutingPolicy; now: Date },
): BookBalance {
  const included = owners.filter(
    ({ csm, selected }) => selected.accounts > 0 || (csm && acceptsClass(csm, classes)),
  );
  const active = activeOwners(included).map(({ csm, selected }) => ({
    csm,
    selected,
    capacity: ownCapacity(csm, policy),
    committed: committedBook(csm, policy).accounts,
    eligible: isEligible(csm, policy, now),
  }));
  const books = active
    .map(csmBook)
    .sort((a, b) => (b.share ?? 0) - (a.share ?? 0) || compareCodeUnits(a.csm, b.csm));
  const fairness = measureFairness([...csms], policy, new Set(active.map(({ csm }) => csm.name)));
  return {
    books,
    former: included
      .filter(({ csm, selected }) => !csm?.active && selected.accounts > 0)
      .map(({ name, selected }) => ({ csm: name, accounts: selected.accounts }))
      .sort((a, b) => b.accounts - a.accounts || compareCodeUnits(a.csm, b.csm)),
    fairness: {
      ...fairness,
      byClass: fairness.byClass.filter((group) =>
        group.classes.some((each) => matchesClass(each, classes)),
      ),
    },
    eligible: active.filter((entry) => entry.eligible).length,
  };
}

/** Groups the accounts of active CSMs for `countMatches`. */
export function matchGroups(owners: readonly BookOwner[]): readonly MatchGroup[] {
  return activeOwners(owners).flatMap(({ csm: { tenureMonths }, selected }): MatchGroup[] => {
    const { accounts, red, yellow, green, needy } = selected;
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
  return owners.filter((owner): owner is BookOwner & { readonly csm: Csm } =>
    Boolean(owner.csm?.active),
  );
}

function csmBook({
  csm,
  selected,
  capacity,
  committed,
  eligible,
}: {
  readonly csm: Csm;
  readonly selected: BookTotals;
  readonly capacity: number;
  readonly committed: number;
  readonly eligible: boolean;
}): CsmBook {
  const { accounts, neediness, revenue, red, yellow, green } = selected;
  const owned = csm.book.accounts;
  return {
    csm: csm.name,
    tenureMonths: csm.tenureMonths,
    eligible,
    accounts,
    owned,
    pending: committed - owned,
    capacity,
    share: capacity > 0 ? committed / capacity : null,
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

/** A CSM without a segment or level takes any. */
function acceptsClass({ segment, level }: Csm, { segments, levels }: ClassFilter): boolean {
  const accepts = (own: string | null, selected: readonly string[]) =>
    nameKey(own) === null ||
    selected.length === 0 ||
    selected.some((name) => nameKey(name) === nameKey(own));
  return accepts(segment, segments) && accepts(level, levels);
}
