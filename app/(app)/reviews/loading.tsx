import { CalibrationSkeleton, ReviewsHeader, StatusSkeleton } from './_components/loading-states';

export default function ReviewLoading() {
  return (
    <>
      <ReviewsHeader />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <StatusSkeleton />
        <CalibrationSkeleton />
      </div>
    </>
  );
}
