import { PageSkeleton } from '@/components/ui/page-skeleton';

export default function AcceptanceLoading() {
  return (
    <PageSkeleton
      title="Acceptance"
      description="What happens to recommendations, and where managers decide otherwise."
      toolbar
      panels={['h-64', ['h-112', 'h-112'], ['h-60', 'h-60'], 'h-144']}
    />
  );
}
