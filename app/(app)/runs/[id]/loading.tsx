import { PageHeader } from '@/components/ui/page-layout';
import { Skeleton, TableRowsSkeleton } from '@/components/ui/skeleton';

export default function RunLoading() {
  return (
    <>
      <PageHeader title="Run" description={<Skeleton className="my-1 h-3 w-48" />} />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <Skeleton className="h-14 rounded-lg" />
        <div className="overflow-hidden rounded-lg border border-line bg-surface">
          <TableRowsSkeleton />
        </div>
      </div>
    </>
  );
}
