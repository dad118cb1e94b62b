import { ReviewHeader } from './_components/review-header';
import { CalibrationSkeleton, StandingSkeleton } from './_components/skeletons';

export default function ReviewLoading() {
  return (
    <>
      <ReviewHeader />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <StandingSkeleton />
        <CalibrationSkeleton />
      </div>
    </>
  );
}
