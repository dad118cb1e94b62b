import { Panel } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';

const rowNumbers = Array.from({ length: 8 }, (_, line) => line);

/** The form to start a run before it is there. */
export function StartPanelSkeleton() {
  return (
    <Panel title="Start a run">
      <div aria-hidden="true" className="flex h-32 flex-col gap-4">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="h-9 w-full max-w-md" />
        <Skeleton className="mt-auto h-8 w-full" />
      </div>
    </Panel>
  );
}

/** The list of runs before it is there. */
export function RunListSkeleton() {
  return (
    <Panel title="Runs so far" flush>
      <TableRowsSkeleton />
    </Panel>
  );
}

/** Rows of a table before they are there. */
export function TableRowsSkeleton() {
  return (
    <div aria-hidden="true">
      {rowNumbers.map((line) => (
        <div key={line} className="flex h-9 items-center gap-6 border-b border-line px-3">
          <Skeleton className="h-3 w-1/4" />
          <Skeleton className="h-3 w-1/6" />
          <Skeleton className="ml-auto h-3 w-12" />
        </div>
      ))}
    </div>
  );
}
