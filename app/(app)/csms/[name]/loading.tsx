import { PageSkeleton } from '@/components/ui/page-skeleton';
import { csmPanels } from './_components/panel-heights';

export default function CsmLoading() {
  return <PageSkeleton panels={csmPanels.overview} />;
}
