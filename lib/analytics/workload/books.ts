import { accountInClass } from '@/lib/analytics/shared/availability';
import { bindingExclusion } from '@/lib/engine/eligibility';
import { type CsmLoad, measureFairness, measureLoads } from '@/lib/engine/fairness';
import { ownCapacity, type RoutingPolicy } from '@/lib/engine/policy';
import type { Csm, Fairness, FullnessDimension } from '@/lib/engine/types';
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
  readonly manager: string | null;
  /** The owner's accounts in the selected classes. */
  readonly selected: BookTotals;
}

/** What an active CSM owns now. Counts by health include only accounts in the selected classes. */
export interface CsmBook {
  readonly csm: string;
  readonly manager: string | null;
  /** Of the accounts that the CSM takes; null takes any. */
  readonly segment: string | null;
  readonly level: string | null;
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
  /** The whole book and the pending recommendations, and the CSM's share of all, as fairness has them. */
  readonly load: LoadAmounts;
  readonly target: LoadAmounts;
  /** Whether another active CSM takes the same accounts. */
  readonly hasPeers: boolean;
  readonly red: number;
  readonly yellow: number;
  readonly green: number;
  /** Accounts with neither a health color nor a health score. */
  readonly unknown: number;
}

/** Revenue is annual. */
type LoadAmounts = Readonly<Record<FullnessDimension, number>>;

/** Who owns what, and how even that is. */
export interface BookBalance {
  /** Active CSMs, fullest first. */
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
  managerOf: (csm: string) => string | null,
): readonly BookOwner[] {
  const whole = totalsFor();
  const filtered = classes.segments.length + classes.levels.length > 0;
  const selected = filtered ? totalsFor(classes) : whole;
  return [...new Set([...csms.keys(), ...whole.keys()])].map((name) => ({
    name,
    csm: csms.get(name) ?? null,
    manager: managerOf(name),
    selected: selected.get(name) ?? EMPTY_BOOK,
  }));
}

/**
 * Compares the owners' books. If classes are selected, only CSMs who take or own such accounts are
 * included.
 * @param csms all CSMs, among whom work is shared, even if only some are included
 */
export function bookBalance(
  csms: readonly Csm[],
  owners: readonly BookOwner[],
  { classes, policy, now }: { classes: ClassFilter; policy: RoutingPolicy; now: Date },
): BookBalance {
  const included = owners.filter(
    ({ csm, selected }) => selected.accounts > 0 || (csm && acceptsClass(csm, classes)),
  );
  const loads = new Map(measureLoads(csms, policy).map((load) => [load.csm.name, load]));
  const active = activeOwners(included);
  const books = active
    .flatMap((owner) => {
      const load = loads.get(owner.name);
      return load ? [csmBook(owner, load, { policy, now })] : [];
    })
    .sort((a, b) => (b.share ?? 0) - (a.share ?? 0) || compareCodeUnits(a.csm, b.csm));
  const fairness = measureFairness(csms, policy, new Set(active.map(({ name }) => name)));
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
    eligible: books.filter(({ eligible }) => eligible).length,
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

function csmBook(
  { csm, manager, selected }: BookOwner & { readonly csm: Csm },
  { amounts, target, hasPeers }: CsmLoad,
  { policy, now }: { readonly policy: RoutingPolicy; readonly now: Date },
): CsmBook {
  const { accounts, red, yellow, green } = selected;
  const capacity = ownCapacity(csm, policy);
  const owned = csm.book.accounts;
  return {
    csm: csm.name,
    manager,
    tenureMonths: csm.tenureMonths,
    segment: csm.segment,
    level: csm.level,
    eligible: isEligible(csm, policy, now),
    accounts,
    owned,
    pending: amounts.accounts - owned,
    capacity,
    share: capacity > 0 ? amounts.accounts / capacity : null,
    load: fullnessAmounts(amounts),
    target: fullnessAmounts(target),
    hasPeers,
    red,
    yellow,
    green,
    unknown: accounts - red - yellow - green,
  };
}

function fullnessAmounts({ accounts, neediness, revenue }: LoadAmounts): LoadAmounts {
  return { accounts, neediness, revenue };
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
