import type {
  Csm,
  Dimension,
  HealthColor,
  RoutableAccount,
  RoutingPolicy,
  RoutingProblem,
  Score,
} from './types';

/** An account as the objective sees it: every score known, given or assumed. */
export interface AssessedAccount {
  readonly account: RoutableAccount;
  /** What the account adds to a book. */
  readonly amounts: Readonly<Record<Dimension, number>>;
  readonly color: HealthColor;
  readonly needy: boolean;
  /** Months of tenure the account wants of its CSM, 0 when any will do. */
  readonly wantedMonths: number;
  /** Scores that were missing, with the number used instead. */
  readonly assumed: Readonly<Partial<Record<Score, number>>>;
}

const highest: Readonly<Record<Score, number>> = {
  neediness: 10,
  health: 100,
  revenue: Number.MAX_SAFE_INTEGER,
};

// NaN fails both comparisons.
function soundScore(score: Score, value: number | null): number | null {
  return value !== null && value >= 0 && value <= highest[score] ? value : null;
}

/**
 * Makes a function that fills in an account's missing scores. A missing, non-finite or
 * out-of-range score takes the pool's median. Where the median is unknown too, it takes a neutral
 * value that asks for no experience: the mean per account of the active CSMs' books for neediness
 * and revenue, the middle of the yellow band for health. Health is needed, and so assumed, only
 * where the source gives no colour.
 */
export function assessorOf(
  { medians, policy }: Pick<RoutingProblem, 'medians' | 'policy'>,
  activeCsms: readonly Csm[],
): (account: RoutableAccount) => AssessedAccount {
  const median = {
    neediness: soundScore('neediness', medians.neediness),
    health: soundScore('health', medians.health),
    revenue: soundScore('revenue', medians.revenue),
  };
  const neutral = {
    neediness: Math.min(10, meanPerAccount(activeCsms, 'neediness')),
    health: (policy.health.redBelow + policy.health.yellowBelow) / 2,
    revenue: meanPerAccount(activeCsms, 'revenue'),
  };
  return (account) => {
    const assumed: Partial<Record<Score, number>> = {};
    const known = (score: Score) => {
      const given = soundScore(score, account[score]);
      if (given !== null) return given;
      const value = median[score] ?? neutral[score];
      assumed[score] = value;
      return value;
    };
    const neediness = known('neediness');
    const revenue = known('revenue');
    const color = account.color ?? colorOf(known('health'), policy);
    const unknowable = 'neediness' in assumed && median.neediness === null;
    const needy = !unknowable && neediness >= policy.neediness.needyFrom;
    const red = color === 'red';
    return {
      account,
      amounts: { accounts: 1, neediness, revenue, red: red ? 1 : 0 },
      color,
      needy,
      wantedMonths: Math.max(
        red ? policy.experience.redMonths : 0,
        needy ? policy.experience.needyMonths : 0,
      ),
      assumed,
    };
  };
}

/** The colour of a health score by the policy's thresholds. */
export function colorOf(health: number, { health: limits }: RoutingPolicy): HealthColor {
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
