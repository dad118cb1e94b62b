import { PageHeader } from '@/components/ui/page-header';

export function AcceptanceHeader() {
  return (
    <PageHeader
      title="Acceptance"
      description="What becomes of recommendations, and where managers decide otherwise."
    />
  );
}
