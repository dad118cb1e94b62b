import type { Dimension } from '@/lib/engine/types';
import type { LedgerLine, SurplusCause } from './attribution';

export const causeLabels: Readonly<Record<SurplusCause, string>> = {
  engine: 'Engine’s choice',
  override: 'Overrides',
  outside: 'Outside the app',
  unavailable: 'Availability',
};

const surplusReasons: Readonly<Record<SurplusCause, string>> = {
  engine: 'the engine’s choice of the best fit',
  override: 'overrides to them',
  outside: 'assignments outside the app',
  unavailable: 'runs in which others were unavailable',
};

const deficitReasons: Readonly<Record<SurplusCause, string>> = {
  engine: 'the engine’s choice of others as a better fit',
  override: 'overrides to others',
  outside: 'assignments to others outside the app',
  unavailable: 'runs in which they were unavailable (cooling, on leave, or not here yet)',
};

const dimensionNouns: Readonly<Record<Dimension, { one: string; many: string; less: string }>> = {
  accounts: { one: 'account', many: 'accounts', less: 'fewer' },
  neediness: { one: 'neediness point', many: 'neediness points', less: 'fewer' },
  revenue: { one: 'in revenue', many: 'in revenue', less: 'less' },
  red: { one: 'red account', many: 'red accounts', less: 'fewer' },
};

/** Surpluses below this are displayed as zero. */
const EVEN_TOLERANCE: Readonly<Record<Dimension, number>> = {
  accounts: 0.05,
  neediness: 0.05,
  revenue: 0.5,
  red: 0.05,
};

/** Whether an amount of a dimension rounds to zero as displayed. */
export function isEven(amount: number, dimension: Dimension): boolean {
  return Math.abs(amount) < EVEN_TOLERANCE[dimension];
}

/** One cause explains a surplus alone if it makes up at least this share of it. */
const DOMINANT_SHARE = 0.6;

/** The causes that put a CSM above or below their share, largest first: one if dominant, else two. */
export function mainCauses({ surplus, causes }: LedgerLine): readonly SurplusCause[] {
  const contributing = (Object.entries(causes) as [SurplusCause, number][])
    .map(([cause, amount]) => ({ cause, amount: surplus < 0 ? -amount : amount }))
    .filter(({ amount }) => amount > 0)
    .sort((a, b) => b.amount - a.amount);
  const total = contributing.reduce((sum, { amount }) => sum + amount, 0);
  const [first] = contributing;
  const count = first && first.amount >= DOMINANT_SHARE * total ? 1 : 2;
  return contributing.slice(0, count).map(({ cause }) => cause);
}

/**
 * The end of a sentence: "4.2 accounts more than their share, mostly because of overrides to them".
 * @param amount the formatted surplus without its sign
 */
export function describeSurplus(line: LedgerLine, dimension: Dimension, amount: string): string {
  if (isEven(line.surplus, dimension)) return 'their share';
  const above = line.surplus > 0;
  const { one, many, less } = dimensionNouns[dimension];
  const noun = amount === '1' ? one : many;
  const reasons = above ? surplusReasons : deficitReasons;
  const causes = mainCauses(line).map((cause) => reasons[cause]);
  const because = causes.length === 1 ? 'mostly because of' : 'because of';
  return `${amount} ${noun} ${above ? 'more' : less} than their share, ${because} ${causes.join(' and ')}`;
}
