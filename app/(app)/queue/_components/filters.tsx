'use client';

import { type ComponentProps, Suspense } from 'react';
import { useFormat } from '@/components/ui/format-provider';
import { lazyComponent } from '@/components/ui/lazy-component';
import { Popover } from '@/components/ui/popover';
import { activeFilters } from './active-filters';

const FilterPanel = lazyComponent(() =>
  import('./filter-panel').then(({ FilterPanel }) => FilterPanel),
);

/** A button that opens the panel with all filters. */
export function QueueFilters(props: ComponentProps<typeof FilterPanel>) {
  const count = activeFilters(props.query, useFormat()).length;
  return (
    <Popover
      label={count > 0 ? `Filters, ${count} active` : 'Filters'}
      variant="secondary"
      trigger={
        <>
          Filters
          {count > 0 && (
            <span className="grid min-w-5 place-items-center rounded-sm bg-accent-soft px-1 text-xs text-accent-ink">
              {count}
            </span>
          )}
        </>
      }
    >
      <Suspense fallback={<div className="h-96 w-80" />}>
        <FilterPanel {...props} />
      </Suspense>
    </Popover>
  );
}
