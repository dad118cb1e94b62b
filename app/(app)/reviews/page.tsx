import type { Metadata } from 'next';
import { Suspense } from 'react';
import { getCalibration } from '@/lib/reviews/calibration';
import { getReviewStatus } from '@/lib/reviews/get-review-status';
import { pageContext } from '@/lib/server/context';
import { CalibrationView } from './_components/calibration-view';
import { CalibrationSkeleton, ReviewsHeader, StatusSkeleton } from './_components/loading-states';
import { StatusPanel } from './_components/status-panel';
import { parseReviewsParams } from './search-params';

export const metadata: Metadata = { title: 'Review' };

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** Whether Claude reviews what the engine proposes, what that costs, and how far it can be relied on. */
export default async function ReviewPage({ searchParams }: Props) {
  const ctx = await pageContext();
  const { weeks } = parseReviewsParams(await searchParams);
  const standing = getReviewStatus(ctx);
  const calibration = getCalibration(ctx, { weeks });
  return (
    <>
      <ReviewsHeader />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <Suspense fallback={<StatusSkeleton />}>
          <StatusPanel standing={standing} />
        </Suspense>
        <Suspense key={weeks} fallback={<CalibrationSkeleton weeks={weeks} />}>
          <CalibrationView standing={standing} calibration={calibration} weeks={weeks} />
        </Suspense>
      </div>
    </>
  );
}
