import { PageSkeleton } from '@/components/ui/page-skeleton';

export default function RunLoading() {
  return <PageSkeleton title="Run" panels={['h-14', 'h-72']} />;
}
