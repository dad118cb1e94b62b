import { PageHeader } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';
import { CsmOverviewSkeleton } from './_components/csm-skeleton';

export default function CsmLoading() {
  return (
    <>
      <PageHeader
        title={<Skeleton className="h-7 w-64" />}
        description="What they carry, whether they may receive more, and what was decided about them."
      />
      <CsmOverviewSkeleton />
    </>
  );
}
