import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import {
  type SortName,
  sortable,
  type WorkloadQuery,
  windowNames,
  windows,
  workloadHref,
} from '../search-params';

/** Which days are counted and what comes first; the present choices and the ways to the others. */
export function RecommendedControls({ query }: { readonly query: WorkloadQuery }) {
  const { sort } = query;
  return (
    <div data-print="none" className="mt-2 flex flex-wrap gap-x-6 gap-y-1">
      <Choices label="Counted over">
        {windowNames.map((window) => (
          <Choice key={window} here={window === query.window} href={{ ...query, window }}>
            {`${windows[window]} days`}
          </Choice>
        ))}
      </Choices>
      <Choices label="Sorted by">
        {(Object.keys(sortable) as SortName[]).map((by) => {
          const here = by === sort.by;
          const descending = here ? !sort.descending : by !== 'csm';
          return (
            <Choice key={by} here={here} href={{ ...query, sort: { by, descending } }}>
              {sortable[by]}
              {here && (
                <>
                  <span aria-hidden="true">{sort.descending ? ' ↓' : ' ↑'}</span>
                  <span className="sr-only">
                    {sort.descending ? ', most first' : ', least first'}
                  </span>
                </>
              )}
            </Choice>
          );
        })}
      </Choices>
    </div>
  );
}

function Choices({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-1">
      <span aria-hidden="true" className="mr-1">
        {label}
      </span>
      {children}
    </nav>
  );
}

function Choice({
  here,
  href,
  children,
}: {
  readonly here: boolean;
  readonly href: WorkloadQuery;
  readonly children: ReactNode;
}) {
  return (
    <Link
      href={workloadHref('/workload', href)}
      prefetch={false}
      scroll={false}
      aria-current={here ? 'true' : undefined}
      className={classNames(
        'rounded-md px-2 py-1',
        here ? 'bg-accent-soft font-medium text-accent-ink' : 'text-ink-muted hover:bg-hover',
      )}
    >
      {children}
    </Link>
  );
}
