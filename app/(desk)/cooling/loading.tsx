import { CoolingHeader } from './_components/cooling-header';
import { KeptSkeleton, NowSkeleton, WeekSkeleton } from './_components/skeletons';

export default function CoolingLoading() {
  return (
    <>
      <CoolingHeader />
      <div className="h-11" />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <NowSkeleton />
        <WeekSkeleton />
        <KeptSkeleton />
      </div>
    </>
  );
}
