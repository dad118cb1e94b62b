import { PageSkeleton } from '@/components/ui/page-skeleton';

export default function ReviewsLoading() {
  return (
    <PageSkeleton
      title="Reviews"
      description="Claude reviews recommendations and advises managers. People decide."
      panels={['h-56', 'h-136']}
    />
  );
}
