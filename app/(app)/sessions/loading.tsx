import { PageSkeleton } from '@/components/ui/page-skeleton';
import { sessionsDescription } from './_components/description';

export default function SessionsLoading() {
  return <PageSkeleton title="Your sessions" description={sessionsDescription} panels={['h-40']} />;
}
