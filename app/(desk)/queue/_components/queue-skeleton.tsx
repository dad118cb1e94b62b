import { DataTableSkeleton } from '@/components/data-table/data-table-skeleton';
import { Skeleton } from '@/components/ui/skeleton';
import { columnShapes } from './column-shapes';
import { deskStyle, headStyle, listStyle, paneStyle } from './layout';
import { RecordSkeleton } from './record-skeleton';

const shapes = Object.values(columnShapes).filter(({ optional }) => !optional);

/** The queue before its rows are there, of the same size. */
export function QueueSkeleton() {
  return (
    <div className={deskStyle} aria-busy="true">
      <section className={listStyle}>
        <div className={headStyle}>
          <h1 className="text-xl font-semibold tracking-tight">Queue</h1>
          <Skeleton className="h-4 w-32" />
        </div>
        <div className="flex h-8 gap-2 px-4 lg:px-6">
          <Skeleton className="h-8 w-64" />
          <Skeleton className="h-8 w-24" />
        </div>
        <DataTableSkeleton columns={shapes} rows={18} className="mt-2 flex-1" />
      </section>
      <div className={`${paneStyle} max-lg:hidden`}>
        <RecordSkeleton />
      </div>
    </div>
  );
}
