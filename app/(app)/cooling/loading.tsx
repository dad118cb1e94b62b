import { PageSkeleton } from '@/components/ui/page-skeleton';
import { coolingPanels } from './_components/panel-heights';

export default function CoolingLoading() {
  return (
    <PageSkeleton
      title="Cooling"
      description="Who is cooling, who is free next, and how well the cooling period is followed."
      toolbar
      panels={[...coolingPanels.now, ...coolingPanels.week, ...coolingPanels.compliance]}
    />
  );
}
