import Link from 'next/link';
import { classNames } from '@/components/ui/class-names';
import { type Dimension, dimensions } from '@/lib/routing/types';
import type { ScopeQuery } from '../../../_scope/scope-params';
import { ledgerHref } from '../search-params';
import { measures } from './measures';

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
