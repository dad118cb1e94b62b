import type { Dimension } from '@/lib/engine/types';
import type { LedgerCause, LedgerLine } from './attribution';

/** The causes as they are called. */
export const causeLabels: Readonly<Record<LedgerCause, string>> = {
  engine: 'The engine’s choice',
  override: 'Overrides',
  outside: 'Outside the program',
  unavailable: 'Could not receive',
};

const surplusReasons: Readonly<Record<LedgerCause, string>> = {
  engine: 'the engine’s choice of the best fit',
  override: 'overrides to them',
  outside: 'assignments outside the program',
  unavailable: 'runs in which others could not receive',
};

const deficitReasons: Readonly<Record<LedgerCause, string>> = {
  engine: 'the engine’s choice of others as the better fit',
  override: 'overrides to others',
  outside: 'assignments to others outside the program',
  unavailable: 'runs while they could not receive (cooling, leave or not yet here)',
};

const dimensionNouns: Readonly<Record<Dimension, { one: string; many: string; less: string }>> = {
  accounts: { one: 'account', many: 'accounts', less: 'fewer' },
  neediness: { one: 'point of neediness', many: 'points of neediness', less: 'fewer' },
  revenue: { one: 'of revenue', many: 'of revenue', less: 'less' },
  red: { one: 'red account', many: 'red accounts', less: 'fewer' },
};

/** What counts as nothing beside an account, a point of neediness or a thousand of revenue. */
const EVEN_TOLERANCE: Readonly<Record<Dimension, number>> = {
  accounts: 0.05,
  neediness: 0.05,
  revenue: 0.5,
  red: 0.05,
};

/** Whether a CSM received their share, as far as anybody would say. */
export function isEven({ surplus }: LedgerLine, dimension: Dimension): boolean {
  return Math.abs(surplus) < EVEN_TOLERANCE[dimension];
}

/**
 * The causes that brought a CSM above or below their share, the largest first: one where it alone
 * makes up most of what points that way, else the largest two.
 */
export function mainCauses({ surplus, causes }: LedgerLine): readonly LedgerCause[] {
  const alike = (Object.entries(causes) as [LedgerCause, number][])
    .map(([cause, amount]) => ({ cause, amount: surplus < 0 ? -amount : amount }))
    .filter(({ amount }) => amount > 0)
    .sort((a, b) => b.amount - a.amount);
  const whole = alike.reduce((sum, { amount }) => sum + amount, 0);
  const [first] = alike;
  const most = first && first.amount >= 0.6 * whole ? 1 : 2;
  return alike.slice(0, most).map(({ cause }) => cause);
}

/**
 * A sentence's end: "4.2 accounts more than their share, mostly through overrides to them".
 * @param amount the surplus without its sign, as it is written
 */
export function describeSurplus(line: LedgerLine, dimension: Dimension, amount: string): string {
  if (isEven(line, dimension)) return 'their share';
  const above = line.surplus > 0;
  const { one, many, less: fewer } = dimensionNouns[dimension];
  const noun = amount === '1' ? one : many;
  const words = above ? surplusReasons : deficitReasons;
  const causes = mainCauses(line).map((cause) => words[cause]);
  const mostly = causes.length === 1 ? 'mostly through' : 'through';
  return `${amount} ${noun} ${above ? 'more' : fewer} than their share, ${mostly} ${causes.join(' and ')}`;
}
