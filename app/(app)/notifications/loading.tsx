import { PageSkeleton } from '@/components/ui/page-skeleton';

export default function NotificationsLoading() {
  return <PageSkeleton panels={['h-40', 'h-136']} />;
}
