import { compareCodeUnits } from '@/lib/names';
import { DAY_MS } from '@/lib/time';
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

/** An account with a value for every score, given or assumed. */
export interface AssessedAccount {
  readonly account: RoutableAccount;
  /** What the account adds to a book's totals. */
  readonly amounts: Readonly<Record<Dimension, number>>;
  readonly color: HealthColor;
  readonly needy: boolean;
  /** Whether it is red or high-need, so that waiting counts more. */
  readonly urgent: boolean;
  readonly waitingDays: number;
  /** Whether it has waited longer than the policy allows. */
  readonly overdue: boolean;
  /** Tenure that the account's CSM should have, in months; 0 if any. */
  readonly desiredTenureMonths: number;
  /** Missing scores, with the value used instead. */
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
 * Creates a function that fills in an account's missing scores. A missing or out-of-range score
 * becomes the pool's median. If the median is unknown, it becomes a neutral value that requires no
 * experience: the mean per account of the active CSMs' books for neediness and revenue, the middle
 * of the yellow band for health. Health is assumed only if the source provides no color.
 */
export function createAssessor(
  { medians, policy, now }: Pick<RoutingProblem, 'medians' | 'policy' | 'now'>,
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
    const scoreOrAssumed = (score: ScoreName) => {
      const given = validScore(score, account[score]);
      if (given !== null) return given;
      const value = median[score] ?? neutral[score];
      assumed[score] = value;
      return value;
    };
    const neediness = scoreOrAssumed('neediness');
    const revenue = scoreOrAssumed('revenue');
    const color = account.color ?? classifyHealth(scoreOrAssumed('health'), policy);
    const isNeutral = 'neediness' in assumed && median.neediness === null;
    const needy = !isNeutral && neediness >= policy.neediness.needyFrom;
    const red = color === 'red';
    const waitingDays = Math.max(0, now - (account.waitingSince ?? now)) / DAY_MS;
    return {
      account,
      amounts: { accounts: 1, neediness, revenue, red: red ? 1 : 0 },
      color,
      needy,
      urgent: red || needy,
      waitingDays,
      overdue: waitingDays > policy.waiting.overdueDays,
      desiredTenureMonths: Math.max(
        red ? policy.experience.redMonths : 0,
        needy ? policy.experience.needyMonths : 0,
      ),
      assumed,
    };
  };
}

/** The color of a health score by the policy's thresholds. */
export function classifyHealth(
  health: number,
  { health: limits }: Pick<RoutingPolicy, 'health'>,
): HealthColor {
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

/**
 * Sorts accounts by id and removes duplicates. Of several accounts with the same id, it keeps the
 * one whose contents sort first, so the result does not depend on the input order.
 */
export function canonicalAccounts(accounts: readonly RoutableAccount[]): RoutableAccount[] {
  return uniqueBy(
    accounts,
    (account) => account.id,
    ({ id, name, segment, level, neediness, health, color, revenue, waitingSince, rejected }) => {
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
        waitingSince,
        rejections.sort(compareCodeUnits),
      ];
    },
  );
}

/** Sorts CSMs by name, removes duplicates as for accounts, and replaces invalid numbers. */
export function canonicalCsms(csms: readonly Csm[]): Csm[] {
  const sanitized = csms.map((csm) => ({
    ...csm,
    tenureMonths: finiteOrNull(csm.tenureMonths),
    capacity: finiteOrNull(csm.capacity),
    received: csm.received.filter(Number.isFinite).sort((a, b) => a - b),
    receivedNeedy: csm.receivedNeedy.filter(Number.isFinite).sort((a, b) => a - b),
    book: sanitizeBook(csm.book),
    byClass: sortedByContents(csm.byClass),
    reservations: sortedByContents(csm.reservations),
  }));
  return uniqueBy(
    sanitized,
    (csm) => csm.name,
    (csm) => {
      const { accounts, neediness, revenue, red, green } = csm.book;
      const { name, active, tenureMonths, segment, level, capacity, received } = csm;
      const limits = [capacity, csm.awayFrom, csm.awayUntil, csm.lastReceivedAt, csm.reservations];
      const books = [accounts, neediness, revenue, red, green, csm.byClass];
      const receipts = [received, csm.receivedNeedy];
      return [name, !active, tenureMonths, segment, level, limits, books, receipts];
    },
  );
}

// Sums of decimals depend on their order.
function sortedByContents<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, text: JSON.stringify(item) }))
    .sort((a, b) => compareCodeUnits(a.text, b.text))
    .map(({ item }) => item);
}

function uniqueBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  contentsOf: (item: Item) => unknown,
): Item[] {
  const kept = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    const duplicate = kept.get(key);
    const isFirst =
      duplicate === undefined ||
      compareCodeUnits(JSON.stringify(contentsOf(item)), JSON.stringify(contentsOf(duplicate))) < 0;
    if (isFirst) kept.set(key, item);
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
