import { PageHeader } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';

export default function AcceptanceLoading() {
  return (
    <>
      <PageHeader title="Acceptance" />
      <div className="px-4 pt-11 pb-6 lg:px-6">
        <Skeleton className="h-screen" />
      </div>
    </>
  );
}
