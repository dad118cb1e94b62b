import { PageSkeleton } from '@/components/ui/page-skeleton';

export default function ScheduleLoading() {
  return <PageSkeleton panels={['h-44', 'h-44', 'h-44', 'h-44', 'h-44']} />;
}
