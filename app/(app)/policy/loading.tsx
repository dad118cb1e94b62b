import { PageSkeleton } from '@/components/ui/page-skeleton';
import { policyPanels } from './_components/panel-heights';

export default function PolicyLoading() {
  return (
    <PageSkeleton
      title="Policy"
      description="The weights, limits, and scope that every run uses."
      panels={policyPanels}
    />
  );
}
