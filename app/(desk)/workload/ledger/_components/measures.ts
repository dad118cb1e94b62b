import type { ColumnKind } from '@/components/charts/chart-data';
import { formatFixed, formatMoney, formatNumber } from '@/components/ui/format';
import type { Dimension } from '@/lib/routing/types';

interface Measure {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly unit: string;
}

/** The dimensions of effort as the page calls and writes them. */
export const measures: Readonly<Record<Dimension, Measure>> = {
  accounts: { name: 'Accounts', kind: 'number', unit: 'Accounts' },
  neediness: { name: 'Neediness', kind: 'number', unit: 'Points of neediness' },
  revenue: { name: 'Revenue', kind: 'money', unit: 'Yearly revenue' },
  red: { name: 'Red accounts', kind: 'number', unit: 'Red accounts' },
};

/** An amount of a dimension. */
export function amountText(amount: number, measure: Dimension): string {
  return measure === 'revenue' ? formatMoney(amount) : formatNumber(amount, 1);
}

/** The same with its sign, in a form that lines up below each other. */
export function changeText(amount: number, measure: Dimension): string {
  if (Math.abs(amount) < (measure === 'revenue' ? 0.5 : 0.05)) return '0';
  const text = measure === 'revenue' ? formatMoney(amount) : formatFixed(amount, 1);
  return amount > 0 ? `+${text}` : text;
}
