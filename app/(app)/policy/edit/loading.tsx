import { PageSkeleton } from '@/components/ui/page-skeleton';

export default function EditPolicyLoading() {
  return <PageSkeleton title="Edit policy" panels={['h-112', 'h-96', 'h-96']} />;
}
