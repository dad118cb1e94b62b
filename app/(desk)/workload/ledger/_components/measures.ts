import type { ColumnKind } from '@/components/charts/chart-data';
import { formatChange, formatMoney, formatNumber } from '@/components/ui/format';
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

/** The same with its sign. */
export function changeText(amount: number, measure: Dimension): string {
  if (measure !== 'revenue') return formatChange(amount, 1);
  const money = formatMoney(amount);
  return amount >= 0.5 ? `+${money}` : money;
}
