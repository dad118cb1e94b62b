import { Panel } from '@/components/ui/page-layout';
import { Skeleton, TableRowsSkeleton } from '@/components/ui/skeleton';

/** Placeholder for the form to start a run. */
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

/** Placeholder for the run history. */
export function RunListSkeleton() {
  return (
    <Panel title="Run history" flush>
      <TableRowsSkeleton />
    </Panel>
  );
}
