import { type Random, randomFrom } from '@/demo/random';
import { defaultRoutingPolicy } from '@/lib/engine/policy';
import { classifyHealth } from '@/lib/engine/prepare-input';
import type { SimulationInput } from '@/lib/engine/simulation/simulate';
import type { Book, Csm, RoutableAccount } from '@/lib/engine/types';
import { DAY_MS, HOUR_MS } from '@/lib/time';
import { makeAccount, makeCsm } from './builders';

/** What a simulated company is like. Times are days and hours from the start. */
export interface CompanyPlan {
  readonly seed: number;
  readonly days: number;
  /** The tenure of each CSM at the start, in months. */
  readonly tenures: readonly number[];
  readonly accountsPerCsm: number;
  /** Accounts that arrive on a day. As many leave on average in ordinary times. */
  readonly arrivals: (day: number) => number;
  readonly departuresPerDay: number;
}

/** Midnight of a Monday. */
const START = Date.UTC(2026, 0, 5);

/**
 * Creates a company from a seed: books, intake, and departures. Accounts leave no matter who has them,
 * so that the same accounts leave under every policy.
 */
export function simulatedCompany(plan: CompanyPlan): SimulationInput {
  const random = randomFrom(plan.seed);
  const csms = plan.tenures.map((tenureMonths, j) =>
    makeCsm({ name: `CSM ${String(j + 1).padStart(2, '0')}`, tenureMonths }),
  );
  let created = 0;
  const newAccount = () => randomAccount(random, `A${String(++created).padStart(5, '0')}`);
  const owned = csms.flatMap(({ name }) => {
    const size = Math.round(plan.accountsPerCsm * (1 + 0.08 * random.normal()));
    return Array.from({ length: size }, () => ({ account: newAccount(), csm: name }));
  });
  const present = owned.map(({ account }) => account.id);
  const intake: SimulationInput['intake'][number][] = [];
  const departures: SimulationInput['departures'][number][] = [];
  for (let day = 0; day < plan.days; day++) {
    const midnight = START + day * DAY_MS;
    const leaving = random.shuffled(present.map((_, i) => i)).slice(0, plan.departuresPerDay);
    for (const i of leaving.sort((a, b) => b - a)) {
      const [accountId] = present.splice(i, 1) as [string];
      departures.push({ accountId, at: midnight + random.between(0, 24) * HOUR_MS });
    }
    for (let i = 0; i < plan.arrivals(day); i++) {
      const account = newAccount();
      intake.push({ account, at: midnight + random.between(0, 24) * HOUR_MS });
      present.push(account.id);
    }
  }
  return {
    csms: csms.map((csm) => ({ ...csm, book: bookOf(owned, csm) })),
    owned,
    intake,
    departures,
    medians: { neediness: 5, health: 80, revenue: 20_000 },
    policy: defaultRoutingPolicy,
    start: START,
    days: plan.days,
    runHours: [9, 14],
    batchSize: null,
    decisionHours: 0,
  };
}

/** Tenures of an ordinary team: a quarter below 6 months, a sixth between 6 and 12, the rest up to 8 years. */
export function mixedTenures(size: number, random: Random): number[] {
  return Array.from({ length: size }, (_, j) => {
    const place = (j + 0.5) / size;
    if (place < 0.25) return random.between(0, 6);
    if (place < 0.42) return random.between(6, 12);
    return random.between(12, 96);
  });
}

function randomAccount(random: Random, id: string): RoutableAccount {
  const neediness = clamp(Math.round(5 + 2.4 * random.normal()), 0, 10);
  const health = clamp(Math.round(76 + 16 * random.normal()), 0, 100);
  const revenue = Math.round(20_000 * Math.exp(0.95 * random.normal()));
  return makeAccount({ id, name: id, segment: null, level: null, neediness, health, revenue });
}

function bookOf(owned: SimulationInput['owned'], csm: Csm): Book {
  const accounts = owned.flatMap((owner) => (owner.csm === csm.name ? [owner.account] : []));
  const sum = (of: (account: RoutableAccount) => number) =>
    accounts.reduce((total, account) => total + of(account), 0);
  const color = (account: RoutableAccount) =>
    classifyHealth(account.health ?? 0, defaultRoutingPolicy);
  return {
    accounts: accounts.length,
    neediness: sum(({ neediness }) => neediness ?? 0),
    revenue: sum(({ revenue }) => revenue ?? 0),
    red: sum((account) => Number(color(account) === 'red')),
    green: sum((account) => Number(color(account) === 'green')),
  };
}

const clamp = (value: number, from: number, to: number) => Math.max(from, Math.min(to, value));
