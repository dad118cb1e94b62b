import { PageHeader } from '@/components/ui/page-header';
import { Skeleton } from '@/components/ui/skeleton';
import { NowSkeleton } from './_components/skeletons';

export default function CsmLoading() {
  return (
    <>
      <PageHeader
        title={<Skeleton className="h-7 w-64" />}
        description="What they carry, whether they may receive more, and what was decided about them."
      />
      <NowSkeleton />
    </>
  );
}
