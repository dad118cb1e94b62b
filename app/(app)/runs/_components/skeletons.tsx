import { Panel } from '@/components/ui/page-layout';
import { Skeleton, TableRowsSkeleton } from '@/components/ui/skeleton';

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
