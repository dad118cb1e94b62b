import { PageSkeleton } from '@/components/ui/page-skeleton';

export default function AuditLoading() {
  return (
    <PageSkeleton
      title="Audit"
      description="Who did what and when. Nobody can edit it without a trace."
      panels={['h-28', 'h-136']}
    />
  );
}
