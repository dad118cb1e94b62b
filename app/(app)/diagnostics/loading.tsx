import { PageSkeleton } from '@/components/ui/page-skeleton';
import { diagnosticsPanels } from './_components/panel-heights';

export default function DiagnosticsLoading() {
  return (
    <PageSkeleton
      title="Diagnostics"
      description="What keeps accounts from getting a CSM, and what to do about it."
      panels={diagnosticsPanels}
    />
  );
}
