import { classifyHealth } from '@/lib/engine/prepare-input';
import { defaultPolicy } from '@/lib/policy/policy';
import type { Company, DemoAccount, Level, Segment } from './company';
import { beginnings, trades } from './names';
import type { Random } from './random';

/** The middle of the annual revenue per class, in dollars. */
const middleRevenue: Readonly<Record<Segment, Readonly<Record<Level, number>>>> = {
  Residential: { Corporate: 22_500, Enterprise: 36_000 },
  Commercial: { Corporate: 23_500, Enterprise: 38_000 },
};

/** How often a score is not known. */
const missing = 0.015;

/** Makes a source of new accounts, numbered in the order in which they come. */
export function accountSource(random: Random): Company['newAccount'] {
  const nameIn = accountNames(random);
  let number = 204_117;
  return ({ segment, level }) => {
    number += random.whole(1, 9);
    const sector = segment ?? random.pick(['Residential', 'Commercial'] as const);
    const { name, industry } = nameIn(sector);
    return {
      id: `ACC-${number}`,
      name,
      tenantId: `${slugOf(name).slice(0, 24)}${number % 1000}`,
      industry,
      segment,
      level,
      ...scores(random, middleRevenue[sector][level ?? 'Corporate']),
      status: 'Complete',
      needsSince: null,
      responsible: null,
      assignment: null,
      ownedSince: 0,
      pending: null,
      rejections: [],
      pinned: false,
    };
  };
}

// Who is in trouble is both less healthy and needier.
function scores(
  random: Random,
  middle: number,
): Pick<DemoAccount, 'neediness' | 'health' | 'color' | 'revenue'> {
  const trouble = random.normal();
  const health = within(0, 100, Math.round(79 - 11 * trouble + 6 * random.normal()));
  const needy = within(0, 10, Math.round((4.6 + 1.7 * trouble + 0.9 * random.normal()) * 10) / 10);
  const revenue = Math.max(1_200, Math.round((middle * Math.exp(0.6 * random.normal())) / 50) * 50);
  const known = <Value>(value: Value) => (random.chance(missing) ? null : value);
  const healthKnown = known(health);
  return {
    neediness: known(needy),
    health: healthKnown,
    color:
      healthKnown === null || random.chance(0.15)
        ? null
        : classifyHealth(healthKnown, defaultPolicy),
    revenue: known(revenue),
  };
}

const within = (low: number, high: number, value: number) => Math.min(high, Math.max(low, value));

/** What an account is called and the trade it is in. */
export interface NamedTrade {
  readonly name: string;
  readonly industry: string;
}

/** Makes a source of company names that never gives one twice. */
function accountNames(random: Random): (segment: 'Residential' | 'Commercial') => NamedTrade {
  const given = new Set<string>();
  return (segment) => {
    for (;;) {
      const { industry, endings } = random.weighted(trades[segment], ({ share }) => share);
      const name = `${beginning(random)} ${random.pick(endings)}`;
      if (given.has(name)) continue;
      given.add(name);
      return { name, industry };
    }
  };
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

/** A name as software spells it in an address. */
function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}
