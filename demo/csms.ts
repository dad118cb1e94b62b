import { defaultPolicy } from '@/lib/policy/policy';
import type { DemoCsm, Level, Segment } from './company';
import { firstNames, lastNames } from './names';
import type { Random } from './random';

/** A team: the class of account its CSMs take, how many they are and who leads them. */
export interface Team {
  readonly segment: Segment | null;
  readonly level: Level | null;
  /** CSMs at any one time; who leaves is followed by somebody new. */
  readonly size: number;
  /** How many leave during the history, each followed by a new one. */
  readonly leaving: number;
  readonly manager: string;
}

/** The demo company's teams; the last takes accounts of any class. */
export const teams: readonly Team[] = [
  { segment: 'Residential', level: 'Corporate', size: 20, leaving: 3, manager: 'Morgan Ellis' },
  { segment: 'Commercial', level: 'Corporate', size: 11, leaving: 2, manager: 'Sam Whitaker' },
  { segment: 'Commercial', level: 'Enterprise', size: 4, leaving: 0, manager: 'Ingrid Solheim' },
  { segment: 'Residential', level: 'Enterprise', size: 4, leaving: 1, manager: 'Ingrid Solheim' },
  { segment: null, level: null, size: 3, leaving: 0, manager: 'Devon Marsh' },
];

/** The share of their capacity that books are kept at. */
export const usualFill = 0.86;

/** Most accounts this CSM may own, by their own limit or their class. */
export function capacityOf(csm: Pick<DemoCsm, 'capacity' | 'segment' | 'level'>): number {
  const { capacity } = defaultPolicy;
  if (csm.capacity !== null) return csm.capacity;
  if (csm.segment === null) return capacity.otherwise;
  if (csm.segment === 'Residential') {
    return csm.level === 'Enterprise'
      ? capacity.residentialEnterprise
      : capacity.residentialCorporate;
  }
  return csm.level === 'Enterprise' ? capacity.commercialEnterprise : capacity.commercialCorporate;
}

const day = 24 * 3_600_000;
const month = 30.4375 * day;

/** Months from when a CSM was hired, to one decimal. */
export function tenureMonths(csm: Pick<DemoCsm, 'hiredAt'>, at: number): number {
  return Math.max(0, Math.round(((at - csm.hiredAt) / month) * 10) / 10);
}

/**
 * Hires the company's CSMs: those there throughout the history, those who leave during it, and
 * for each of these somebody new who starts that day.
 */
export function hireCsms(random: Random, from: number, to: number): DemoCsm[] {
  const names = csmNames(random);
  return teams.flatMap((team) => {
    const days = (to - from) / day;
    const leavings = Array.from(
      { length: team.leaving },
      (_, i) =>
        from + day * Math.floor((days * 0.8 * (i + 0.5)) / team.leaving + random.between(3, 9)),
    );
    return [
      ...Array.from({ length: team.size }, (_, i) =>
        csmOf(team, names(), {
          hiredAt: from - hiredMonthsBefore(random, i) * month,
          leavesAt: leavings[i - (team.size - team.leaving)] ?? null,
          capacity: ownCapacity(random, team, i),
        }),
      ),
      ...leavings.map((hiredAt) =>
        csmOf(team, names(), { hiredAt, leavesAt: null, capacity: null }),
      ),
    ];
  });
}

// One in six started in the months before; the others' tenure reaches up to nine years.
function hiredMonthsBefore(random: Random, i: number): number {
  if (i % 6 === 4) return random.between(0.5, 8);
  return 10 + Math.min(100, Math.exp(3.1 + 0.75 * random.normal()));
}

function ownCapacity(random: Random, { segment, level }: Team, i: number): number | null {
  const large = segment === 'Residential' && level === 'Corporate';
  if (large && i === 3) return 60;
  if (large && i === 8) return 110;
  if (segment === 'Commercial' && level === 'Corporate' && i === 2) return random.pick([50, 55]);
  return segment === null && i === 0 ? 75 : null;
}

function csmOf(
  { segment, level, manager }: Team,
  name: string,
  terms: Pick<DemoCsm, 'hiredAt' | 'leavesAt' | 'capacity'>,
): DemoCsm {
  return {
    name,
    manager,
    segment,
    level,
    ...terms,
    awayUntil: null,
    book: new Set(),
    receipts: [],
    pending: new Set(),
  };
}

function csmNames(random: Random): () => string {
  const first = random.shuffled(firstNames);
  const last = random.shuffled(lastNames);
  let given = 0;
  return () => {
    const name = `${first[given % first.length]} ${last[given % last.length]}`;
    given += 1;
    return name;
  };
}
