import type { ColumnKind } from '@/components/charts/chart-data';
import type { Format } from '@/components/ui/format';
import { recordFromKeys, surplusCauses } from '@/lib/analytics/ledger/attribution';
import type { EntryLine, LedgerEntry } from '@/lib/analytics/ledger/get-ledger';
import { isEven } from '@/lib/analytics/ledger/labels';
import type { Dimension } from '@/lib/engine/types';

/** How the amounts of each dimension are named and formatted. */
export const measures: Readonly<
  Record<Dimension, { readonly kind: ColumnKind; readonly unit: string }>
> = {
  accounts: { kind: 'number', unit: 'Accounts' },
  neediness: { kind: 'number', unit: 'Neediness points' },
  revenue: { kind: 'money', unit: 'Annual revenue' },
  red: { kind: 'number', unit: 'Red accounts' },
};

/** An amount with one decimal, or in whole dollars. */
export function formatAmount(amount: number, measure: Dimension, format: Format): string {
  return measure === 'revenue' ? format.money(amount) : format.fixed(amount, 1);
}

/** An amount with its sign. */
export function formatSignedAmount(amount: number, measure: Dimension, format: Format): string {
  if (isEven(amount, measure)) return formatAmount(0, measure, format);
  const text = formatAmount(amount, measure, format);
  return amount > 0 ? `+${text}` : text;
}

/** The sum of CSMs' amounts. */
export function totalLine(entries: readonly LedgerEntry[], measure: Dimension): EntryLine {
  const total = (amount: (line: EntryLine) => number) =>
    entries.reduce((sum, { lines }) => sum + amount(lines[measure]), 0);
  return {
    received: total(({ received }) => received),
    share: total(({ share }) => share),
    intakeByClass: total(({ intakeByClass }) => intakeByClass),
    surplus: total(({ surplus }) => surplus),
    causes: recordFromKeys(surplusCauses, (cause) => total(({ causes }) => causes[cause])),
  };
}
