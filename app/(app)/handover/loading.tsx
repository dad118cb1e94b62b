import { PageSkeleton } from '@/components/ui/page-skeleton';
import { handoverDescription, handoverPanels } from './_components/handover-labels';

export default function HandoverLoading() {
  return (
    <PageSkeleton
      title="Handover"
      description={handoverDescription}
      toolbar
      panels={handoverPanels}
    />
  );
}
