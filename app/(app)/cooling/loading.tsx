import {
  ComplianceSkeleton,
  CoolingHeader,
  CoolingNowSkeleton,
  WeekTimelineSkeleton,
} from './_components/cooling-skeleton';

export default function CoolingLoading() {
  return (
    <>
      <CoolingHeader />
      <div className="h-11" />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <CoolingNowSkeleton />
        <WeekTimelineSkeleton />
        <ComplianceSkeleton />
      </div>
    </>
  );
}
