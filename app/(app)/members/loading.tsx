import { PageSkeleton } from '@/components/ui/page-skeleton';

export default function MembersLoading() {
  return <PageSkeleton panels={['h-96', 'h-48']} />;
}
