import { PageHeader } from '@/components/ui/page-layout';
import { RunListSkeleton, StartPanelSkeleton } from './_components/skeletons';

export default function RunsLoading() {
  return (
    <>
      <PageHeader
        title="Runs"
        description="The engine recommends a CSM for each account that needs one."
      />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <StartPanelSkeleton />
        <RunListSkeleton />
      </div>
    </>
  );
}
