import { DataTableSkeleton } from '@/components/table/data-table-skeleton';
import { Skeleton } from '@/components/ui/skeleton';
import { columnLayouts, headerStyle, listStyle, paneStyle, workspaceStyle } from './queue-layout';

const skeletonColumns = Object.values(columnLayouts).filter(({ optional }) => !optional);

/** The queue before its rows are there, of the same size. */
export function QueueSkeleton() {
  return (
    <div className={workspaceStyle} aria-busy="true">
      <section className={listStyle}>
        <div className={headerStyle}>
          <h1 className="text-xl font-semibold tracking-tight">Queue</h1>
          <Skeleton className="h-4 w-32" />
        </div>
        <div className="flex h-8 gap-2 px-4 lg:px-6">
          <Skeleton className="h-8 w-64" />
          <Skeleton className="h-8 w-24" />
        </div>
        <DataTableSkeleton columns={skeletonColumns} rows={18} className="mt-2 flex-1" />
      </section>
      <div className={`${paneStyle} max-lg:hidden`}>
        <DetailsSkeleton />
      </div>
    </div>
  );
}

const lines = ['w-11/12', 'w-3/4', 'w-5/6', 'w-2/3', 'w-4/5', 'w-1/2'];

/** A record before it is read, in the shape it will have. */
export function DetailsSkeleton({ head = true }: { readonly head?: boolean }) {
  return (
    <div aria-hidden="true">
      {head && (
        <div className="h-[8.25rem] border-b border-line bg-surface px-4 py-4">
          <Skeleton className="h-5 w-2/3" />
          <Skeleton className="mt-3 h-3 w-1/2" />
          <Skeleton className="mt-6 h-8" />
        </div>
      )}
      <div className="flex flex-col gap-3.5 border-b border-line px-4 py-4">
        <Skeleton className="h-4 w-32" />
        {lines.map((width) => (
          <div key={width} className="flex h-10 items-center gap-4">
            <Skeleton className={`h-3 ${width}`} />
            <Skeleton className="ml-auto h-2 w-20" />
          </div>
        ))}
      </div>
      <div className="flex flex-col gap-3 px-4 py-4">
        <Skeleton className="h-4 w-40" />
        {lines.slice(0, 4).map((width) => (
          <Skeleton key={width} className="h-6" />
        ))}
      </div>
    </div>
  );
}
