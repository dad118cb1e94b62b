import { PageSkeleton } from '@/components/ui/page-skeleton';

export default function ImportLoading() {
  return <PageSkeleton title="Import" panels={['h-56']} />;
}
