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
  readonly csms: readonly CsmPlan[];
  /** Accounts that arrive on a day. */
  readonly arrivals: (day: number) => number;
  readonly departuresPerDay: number;
}

/** A CSM at the start. */
export interface CsmPlan {
  readonly tenureMonths: number;
  /** The mean size of the book; its standard deviation is 8%. */
  readonly accounts: number;
}

/** Midnight of a Monday. */
const START = Date.UTC(2026, 0, 5);

/**
 * Creates a company from a seed: books, intake, and departures. Accounts leave no matter who has them,
 * so that the same accounts leave under every policy.
 */
export function simulatedCompany(plan: CompanyPlan): SimulationInput {
  const random = randomFrom(plan.seed);
  const csms = plan.csms.map(({ tenureMonths }, j) =>
    makeCsm({
      name: `CSM ${String(j + 1).padStart(2, '0')}`,
      segment: 'Residential',
      level: 'Corporate',
      tenureMonths,
    }),
  );
  let created = 0;
  const newAccount = () => randomAccount(random, `A${String(++created).padStart(5, '0')}`);
  const owned = csms.flatMap(({ name }, j) => {
    const mean = plan.csms[j]?.accounts ?? 0;
    const size = Math.round(mean * (1 + 0.08 * random.normal()));
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
      const waitingSince = midnight + random.between(0, 24) * HOUR_MS;
      intake.push({ ...account, waitingSince });
      present.push(account.id);
    }
  }
  return {
    csms: csms.map((csm) => {
      const book = bookOf(owned, csm);
      const { segment, level } = csm;
      return { ...csm, book, byClass: [{ segment, level, book }] };
    }),
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

/**
 * An ordinary team with 60 accounts each: a quarter with less than 6 months of tenure, a sixth with 6 to
 * 12, the others with up to 8 years.
 */
export function ordinaryTeam(size: number, seed: number): CsmPlan[] {
  const random = randomFrom(seed);
  return Array.from({ length: size }, (_, j) => ({
    tenureMonths: random.between(...tenureRange((j + 0.5) / size)),
    accounts: 60,
  }));
}

function tenureRange(rank: number): [number, number] {
  if (rank < 0.25) return [0, 6];
  return rank < 0.42 ? [6, 12] : [12, 96];
}

function randomAccount(random: Random, id: string): RoutableAccount {
  const neediness = clamp(Math.round(5.4 + 2.6 * random.normal()), 0, 10);
  const health = clamp(Math.round(76 + 16 * random.normal()), 0, 100);
  const revenue = Math.round(20_000 * Math.exp(0.95 * random.normal()));
  return makeAccount({ id, name: id, neediness, health, revenue });
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
