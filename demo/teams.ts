import { DAY_MS, DAYS_PER_MONTH } from '@/lib/time';
import type { Random } from './random';
import { firstNames, lastNames } from './words';

export type Segment = 'Residential' | 'Commercial';
export type Level = 'Corporate' | 'Enterprise';

/** The class of an account, or what a CSM takes. Null: unknown, or any. */
export interface AccountClass {
  readonly segment: Segment | null;
  readonly level: Level | null;
}

/** A team of CSMs who take one class of account. */
export interface Team extends AccountClass {
  /** CSMs at any one time. */
  readonly size: number;
  /** CSMs who leave during the history; each is replaced on the same day. */
  readonly leaving: number;
  readonly manager: string;
}

/** The demo company's teams. The last one takes accounts of any class. */
export const teams: readonly Team[] = [
  { segment: 'Residential', level: 'Corporate', size: 20, leaving: 3, manager: 'Morgan Ellis' },
  { segment: 'Commercial', level: 'Corporate', size: 11, leaving: 2, manager: 'Sam Whitaker' },
  { segment: 'Commercial', level: 'Enterprise', size: 4, leaving: 0, manager: 'Karen Sullivan' },
  { segment: 'Residential', level: 'Enterprise', size: 4, leaving: 1, manager: 'Karen Sullivan' },
  { segment: null, level: null, size: 3, leaving: 0, manager: 'Devon Marsh' },
];

/** The share of capacity that books are kept at. */
export const usualFill = 0.86;

/** A CSM of the demo company. Times are epoch milliseconds. */
export interface DemoCsm extends AccountClass {
  readonly name: string;
  readonly manager: string;
  readonly capacity: number | null;
  readonly hiredAt: number;
  readonly leavesAt: number | null;
}

const MONTH = DAYS_PER_MONTH * DAY_MS;

/** Months since a CSM was hired, to one decimal. */
export function tenureMonths({ hiredAt }: Pick<DemoCsm, 'hiredAt'>, at: number): number {
  return Math.max(0, Math.round(((at - hiredAt) / MONTH) * 10) / 10);
}

/** Whether a CSM works for the company at this time. */
export function isEmployed({ hiredAt, leavesAt }: DemoCsm, at: number): boolean {
  return hiredAt <= at && (leavesAt === null || leavesAt > at);
}

/**
 * Creates the company's CSMs: those who stay, those who leave, and their replacements.
 * @param days the midnights of the history's workdays
 */
export function hireCsms(random: Random, days: readonly number[]): DemoCsm[] {
  const name = nameSource(random);
  const from = days[0] ?? 0;
  return teams.flatMap((team) => {
    const leavings = Array.from({ length: team.leaving }, (_, i) => {
      const share = (0.8 * (i + 0.5)) / team.leaving;
      return days[Math.floor(days.length * share) + random.integer(2, 6)] as number;
    });
    const staff = Array.from({ length: team.size }, (_, i) => ({
      hiredAt: from - monthsBefore(random, i) * MONTH,
      leavesAt: leavings[i - (team.size - team.leaving)] ?? null,
      capacity: ownCapacity(random, team, i),
    }));
    const replacements = leavings.map((hiredAt) => ({ hiredAt, leavesAt: null, capacity: null }));
    const { segment, level, manager } = team;
    return [...staff, ...replacements].map((terms) => ({
      name: name(),
      manager,
      segment,
      level,
      ...terms,
    }));
  });
}

/** One in six was hired within eight months; the others up to nine years before. */
function monthsBefore(random: Random, i: number): number {
  if (i % 6 === 4) return random.between(0.5, 8);
  return 10 + Math.min(100, Math.exp(3.1 + 0.75 * random.normal()));
}

function ownCapacity(random: Random, { segment, level }: Team, i: number): number | null {
  const isLargest = segment === 'Residential' && level === 'Corporate';
  if (isLargest && i === 3) return 60;
  if (isLargest && i === 8) return 110;
  if (segment === 'Commercial' && level === 'Corporate' && i === 2) return random.pick([50, 55]);
  return segment === null && i === 0 ? 75 : null;
}

function nameSource(random: Random): () => string {
  const first = random.shuffled(firstNames);
  const last = random.shuffled(lastNames);
  let given = 0;
  return () => {
    const name = `${first[given % first.length]} ${last[given % last.length]}`;
    given += 1;
    return name;
  };
}
