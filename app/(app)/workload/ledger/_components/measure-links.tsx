import Link from 'next/link';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { ledgerHref } from '@/app/(app)/workload/ledger/search-params';
import { classNames } from '@/components/ui/class-names';
import { type Dimension, dimensions } from '@/lib/engine/types';
import { dimensionLabels } from '@/lib/runs/labels';

/** Links that switch the ledger's dimension. */
export function MeasureLinks({
  query,
  measure,
}: {
  readonly query: ScopeQuery;
  readonly measure: Dimension;
}) {
  return (
    <nav
      aria-label="Measure"
      data-print="none"
      className="flex flex-wrap items-center gap-1 px-4 pb-3 text-sm lg:px-6"
    >
      <span aria-hidden="true" className="mr-1 text-ink-muted">
        Measure
      </span>
      {dimensions.map((dimension) => (
        <Link
          key={dimension}
          href={ledgerHref(query, dimension)}
          prefetch={false}
          scroll={false}
          aria-current={dimension === measure ? 'true' : undefined}
          className={classNames(
            'rounded-md px-2 py-1',
            dimension === measure
              ? 'bg-accent-soft font-medium text-accent-ink'
              : 'text-ink-muted hover:bg-hover',
          )}
        >
          {dimensionLabels[dimension]}
        </Link>
      ))}
    </nav>
  );
}
