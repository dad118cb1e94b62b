import { PageSkeleton } from '@/components/ui/page-skeleton';

export default function AccountLoading() {
  return <PageSkeleton panels={['h-17', 'h-120']} />;
}
