import { PageHeader } from '@/components/ui/page-header';

export function ReviewHeader() {
  return (
    <PageHeader
      title="Review"
      description="Claude reads what a run recommends and advises managers. People decide."
    />
  );
}
