import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { PageHeader } from './page-layout';
import { Skeleton } from './skeleton';

/** Height class of a panel ("h-64"), or several side by side on wide screens. */
type PanelHeight = string | readonly string[];

/** A page that is loading: its header and empty panels of the expected heights. */
export function PageSkeleton({
  title,
  description,
  toolbar = false,
  panels,
}: {
  /** A skeleton by default, for titles that depend on the data. */
  readonly title?: ReactNode;
  readonly description?: ReactNode;
  /** Reserves a line for filters between the header and the panels. */
  readonly toolbar?: boolean;
  readonly panels: readonly PanelHeight[];
}) {
  return (
    <>
      <PageHeader
        title={title ?? <Skeleton className="h-7 w-64 max-w-full" />}
        description={description ?? <Skeleton className="my-1 h-3 w-48" />}
      />
      {toolbar && <div className="h-11" />}
      <div className="px-4 pb-6 lg:px-6">
        <PanelsSkeleton panels={panels} />
      </div>
    </>
  );
}

/** Empty panels of the expected heights, for a part of a page that is loading. */
export function PanelsSkeleton({ panels }: { readonly panels: readonly PanelHeight[] }) {
  return (
    <div aria-hidden="true" className="flex flex-col gap-4">
      {panels.map((panel, row) =>
        typeof panel === 'string' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
          <PanelSkeleton key={row} height={panel} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
          <div key={row} className="grid gap-4 xl:auto-cols-fr xl:grid-flow-col">
            {panel.map((height, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
              <PanelSkeleton key={column} height={height} />
            ))}
          </div>
        ),
      )}
    </div>
  );
}

function PanelSkeleton({ height }: { readonly height: string }) {
  return (
    <div
      className={classNames(
        'flex flex-col gap-4 overflow-hidden rounded-lg border border-line bg-surface p-4',
        height,
      )}
    >
      <Skeleton className="h-5 w-1/3 shrink-0" />
      <Skeleton className="min-h-0 flex-1" />
    </div>
  );
}
