import { PageSkeleton } from '@/components/ui/page-skeleton';

export default function RecommendationLoading() {
  return <PageSkeleton panels={['h-40', 'h-120']} />;
}
