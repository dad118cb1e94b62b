import Link from 'next/link';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { ledgerHref } from '@/app/(app)/workload/ledger/search-params';
import type { ColumnKind } from '@/components/charts/chart-data';
import { classNames } from '@/components/ui/class-names';
import { formatFixed, formatMoney, formatNumber } from '@/components/ui/format';
import { type Dimension, dimensions } from '@/lib/engine/types';

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
export function formatAmount(amount: number, measure: Dimension): string {
  return measure === 'revenue' ? formatMoney(amount) : formatNumber(amount, 1);
}

/** The same with its sign, in a form that lines up below each other. */
export function formatSignedAmount(amount: number, measure: Dimension): string {
  if (Math.abs(amount) < (measure === 'revenue' ? 0.5 : 0.05)) return '0';
  const text = measure === 'revenue' ? formatMoney(amount) : formatFixed(amount, 1);
  return amount > 0 ? `+${text}` : text;
}

/** The dimension that is looked at, and the ways to the others. */
export function MeasureLinks({
  query,
  measure,
}: {
  readonly query: ScopeQuery;
  readonly measure: Dimension;
}) {
  return (
    <nav
      aria-label="Measured in"
      data-print="none"
      className="flex flex-wrap items-center gap-1 px-4 pb-3 text-sm lg:px-6"
    >
      <span aria-hidden="true" className="mr-1 text-ink-muted">
        Measured in
      </span>
      {dimensions.map((each) => (
        <Link
          key={each}
          href={ledgerHref(query, each)}
          prefetch={false}
          scroll={false}
          aria-current={each === measure ? 'true' : undefined}
          className={classNames(
            'rounded-md px-2 py-1',
            each === measure
              ? 'bg-accent-soft font-medium text-accent-ink'
              : 'text-ink-muted hover:bg-hover',
          )}
        >
          {measures[each].name}
        </Link>
      ))}
    </nav>
  );
}
