import type { RoutingPolicy } from './policy';
import type {
  Book,
  Csm,
  Dimension,
  HealthColor,
  RoutableAccount,
  RoutingProblem,
  ScoreName,
} from './types';

/** An account as the objective sees it: every score known, given or assumed. */
export interface AssessedAccount {
  readonly account: RoutableAccount;
  /** What the account adds to a book. */
  readonly amounts: Readonly<Record<Dimension, number>>;
  readonly color: HealthColor;
  readonly needy: boolean;
  /** Months of tenure the account wants of its CSM, 0 when any will do. */
  readonly desiredTenureMonths: number;
  /** Scores that were missing, with the number used instead. */
  readonly assumed: Readonly<Partial<Record<ScoreName, number>>>;
}

const MAX_SCORES: Readonly<Record<ScoreName, number>> = {
  neediness: 10,
  health: 100,
  revenue: Number.MAX_SAFE_INTEGER,
};

// NaN fails both comparisons.
function validScore(score: ScoreName, value: number | null): number | null {
  return value !== null && value >= 0 && value <= MAX_SCORES[score] ? value : null;
}

/**
 * Makes a function that fills in an account's missing scores. A missing, non-finite or
 * out-of-range score takes the pool's median. Where the median is unknown too, it takes a neutral
 * value that asks for no experience: the mean per account of the active CSMs' books for neediness
 * and revenue, the middle of the yellow band for health. Health is needed, and so assumed, only
 * where the source gives no colour.
 */
export function createAssessor(
  { medians, policy }: Pick<RoutingProblem, 'medians' | 'policy'>,
  activeCsms: readonly Csm[],
): (account: RoutableAccount) => AssessedAccount {
  const median = {
    neediness: validScore('neediness', medians.neediness),
    health: validScore('health', medians.health),
    revenue: validScore('revenue', medians.revenue),
  };
  const neutral = {
    neediness: Math.min(10, meanPerAccount(activeCsms, 'neediness')),
    health: (policy.health.redBelow + policy.health.yellowBelow) / 2,
    revenue: meanPerAccount(activeCsms, 'revenue'),
  };
  return (account) => {
    const assumed: Partial<Record<ScoreName, number>> = {};
    const known = (score: ScoreName) => {
      const given = validScore(score, account[score]);
      if (given !== null) return given;
      const value = median[score] ?? neutral[score];
      assumed[score] = value;
      return value;
    };
    const neediness = known('neediness');
    const revenue = known('revenue');
    const color = account.color ?? classifyHealth(known('health'), policy);
    const unknowable = 'neediness' in assumed && median.neediness === null;
    const needy = !unknowable && neediness >= policy.neediness.needyFrom;
    const red = color === 'red';
    return {
      account,
      amounts: { accounts: 1, neediness, revenue, red: red ? 1 : 0 },
      color,
      needy,
      desiredTenureMonths: Math.max(
        red ? policy.experience.redMonths : 0,
        needy ? policy.experience.needyMonths : 0,
      ),
      assumed,
    };
  };
}

/** The colour of a health score by the policy's thresholds. */
export function classifyHealth(health: number, { health: limits }: RoutingPolicy): HealthColor {
  if (health < limits.redBelow) return 'red';
  return health < limits.yellowBelow ? 'yellow' : 'green';
}

function meanPerAccount(csms: readonly Csm[], dimension: 'neediness' | 'revenue'): number {
  let accounts = 0;
  let total = 0;
  for (const { book } of csms) {
    accounts += book.accounts;
    total += book[dimension];
  }
  return accounts > 0 ? total / accounts : 0;
}

/** Orders text by code units, the same in every locale. */
export function compareCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Accounts by id. Where an id comes twice, the copy whose contents sort first is kept, so that the
 * order of the input decides nothing.
 */
export function canonicalAccounts(accounts: readonly RoutableAccount[]): RoutableAccount[] {
  return uniqueBy(
    accounts,
    (account) => account.id,
    ({ id, name, segment, level, neediness, health, color, revenue, rejected }) => {
      const rejections = rejected.map(({ csm, until }) => JSON.stringify([csm, until]));
      return [
        id,
        name,
        segment,
        level,
        neediness,
        health,
        color,
        revenue,
        rejections.sort(compareCodeUnits),
      ];
    },
  );
}

/** CSMs by name, each once as for accounts, with receipts in time order and totals made finite. */
export function canonicalCsms(csms: readonly Csm[]): Csm[] {
  const tidy = csms.map((csm) => ({
    ...csm,
    tenureMonths: finiteOrNull(csm.tenureMonths),
    capacity: finiteOrNull(csm.capacity),
    received: csm.received.filter(Number.isFinite).sort((a, b) => a - b),
    book: sanitizeBook(csm.book),
  }));
  return uniqueBy(
    tidy,
    (csm) => csm.name,
    (csm) => {
      const { accounts, neediness, revenue, red, green } = csm.book;
      const { name, active, tenureMonths, segment, level, capacity, awayUntil, received } = csm;
      const limits = [capacity, awayUntil, csm.lastReceivedAt, csm.reservedAt];
      const books = [accounts, neediness, revenue, red, green];
      return [name, !active, tenureMonths, segment, level, limits, books, received];
    },
  );
}

function uniqueBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  contentsOf: (item: Item) => unknown,
): Item[] {
  const kept = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    const twin = kept.get(key);
    const first =
      twin === undefined ||
      compareCodeUnits(JSON.stringify(contentsOf(item)), JSON.stringify(contentsOf(twin))) < 0;
    if (first) kept.set(key, item);
  }
  return [...kept.values()].sort((a, b) => compareCodeUnits(keyOf(a), keyOf(b)));
}

const finiteOrNull = (value: number | null) =>
  value !== null && Number.isFinite(value) && value >= 0 ? value : null;

function sanitizeBook(book: Book): Book {
  const total = (value: number) => (Number.isFinite(value) && value > 0 ? value : 0);
  return {
    accounts: total(book.accounts),
    neediness: total(book.neediness),
    revenue: total(book.revenue),
    red: total(book.red),
    green: total(book.green),
  };
}
