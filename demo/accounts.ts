import { classifyHealth } from '@/lib/engine/prepare-input';
import { defaultPolicy } from '@/lib/policy/policy';
import type { Random } from './random';
import type { AccountClass, Level, Segment } from './teams';
import { beginnings, trades } from './words';

/** An account as the data team's onboarding and score tables hold it. */
export interface DemoAccount extends AccountClass {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  readonly industry: string;
  /** 0–10 */
  readonly neediness: number | null;
  /** 0–100 */
  readonly health: number | null;
  readonly color: 'red' | 'yellow' | 'green' | null;
  /** US dollars per year. */
  readonly revenue: number | null;
}

/** Median annual revenue per class, in US dollars. */
const MEDIAN_REVENUE: Readonly<Record<Segment, Readonly<Record<Level, number>>>> = {
  Residential: { Corporate: 22_500, Enterprise: 36_000 },
  Commercial: { Corporate: 23_500, Enterprise: 38_000 },
};

/** The probability that a score is missing. */
const MISSING = 0.015;

/**
 * Returns a function that creates accounts with unique names and ascending ids.
 * @param firstNumber the number that the first id is above
 */
export function accountSource(
  random: Random,
  firstNumber = 204_117,
): (kind: AccountClass) => DemoAccount {
  const taken = new Set<string>();
  let number = firstNumber;
  return ({ segment, level }) => {
    number += random.integer(1, 9);
    const sector = segment ?? random.pick(['Residential', 'Commercial'] as const);
    const { name, industry } = uniqueName(random, sector, taken);
    return {
      id: `ACC-${number}`,
      name,
      tenantId: `${slug(name)}${number % 1000}`,
      industry,
      segment,
      level,
      ...scores(random, MEDIAN_REVENUE[sector][level ?? 'Corporate']),
    };
  };
}

function uniqueName(random: Random, segment: Segment, taken: Set<string>) {
  for (;;) {
    const { industry, endings } = random.weighted(trades[segment], ({ share }) => share);
    const name = `${beginning(random)} ${random.pick(endings)}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return { name, industry };
  }
}

function beginning(random: Random): string {
  const { places, families } = beginnings;
  if (random.chance(0.55)) return random.pick(places);
  const family = random.pick(families);
  const kind = random.next();
  if (kind < 0.3) return `${family} & Sons`;
  if (kind < 0.4) return `${family} & Daughters`;
  if (kind < 0.7) return `${family} Brothers`;
  return kind < 0.85 ? `${family} ${random.pick(families)}` : family;
}

function slug(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(0, 24);
}

/** An account in trouble is both less healthy and needier. */
function scores(
  random: Random,
  medianRevenue: number,
): Pick<DemoAccount, 'neediness' | 'health' | 'color' | 'revenue'> {
  const trouble = random.normal();
  const health = clamp(0, 100, Math.round(79 - 11 * trouble + 6 * random.normal()));
  const neediness = 4.6 + 1.7 * trouble + 0.9 * random.normal();
  const revenue = medianRevenue * Math.exp(0.6 * random.normal());
  const known = <Value>(value: Value) => (random.chance(MISSING) ? null : value);
  const knownHealth = known(health);
  const hasColor = knownHealth !== null && !random.chance(0.15);
  return {
    neediness: known(clamp(0, 10, Math.round(neediness * 10) / 10)),
    health: knownHealth,
    color: hasColor ? classifyHealth(health, defaultPolicy) : null,
    revenue: known(Math.max(1_200, Math.round(revenue / 50) * 50)),
  };
}

const clamp = (low: number, high: number, value: number) => Math.min(high, Math.max(low, value));
