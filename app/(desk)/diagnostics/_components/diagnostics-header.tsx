import { PageHeader } from '@/components/ui/page-header';

export function DiagnosticsHeader() {
  return (
    <PageHeader
      title="Diagnostics"
      description="What stands in the way now, and what to do about it."
    />
  );
}
