import { PageSkeleton } from '@/components/ui/page-skeleton';

export default function ScheduleLoading() {
  return <PageSkeleton panels={['h-52', 'h-52']} />;
}
