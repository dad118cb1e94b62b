import { PageSkeleton } from '@/components/ui/page-skeleton';
import { runsPanels } from './_components/panel-heights';

export default function RunsLoading() {
  return (
    <PageSkeleton
      title="Runs"
      description="The engine recommends a CSM for each account that needs one."
      panels={[...runsPanels.start, ...runsPanels.history]}
    />
  );
}
