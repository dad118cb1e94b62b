import { PageSkeleton } from '@/components/ui/page-skeleton';

export default function CsmsLoading() {
  return <PageSkeleton panels={['h-144']} />;
}
