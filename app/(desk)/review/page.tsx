import type { Metadata } from 'next';
import { Suspense } from 'react';
import { pageContext } from '@/lib/request-context';
import { getCalibration } from '@/lib/review/get-calibration';
import { getReviewStanding } from '@/lib/review/get-review-standing';
import { CalibrationView } from './_components/calibration-view';
import { ReviewHeader } from './_components/review-header';
import { CalibrationSkeleton, StandingSkeleton } from './_components/skeletons';
import { StandingPanel } from './_components/standing-panel';
import { parseReviewParams } from './search-params';

export const metadata: Metadata = { title: 'Review' };

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** Whether Claude reviews what the engine proposes, what that costs, and how far it can be relied on. */
export default async function ReviewPage({ searchParams }: Props) {
  const ctx = await pageContext();
  const { weeks } = parseReviewParams(await searchParams);
  const standing = getReviewStanding(ctx);
  const calibration = getCalibration(ctx, { weeks });
  return (
    <>
      <ReviewHeader />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <Suspense fallback={<StandingSkeleton />}>
          <StandingPanel standing={standing} />
        </Suspense>
        <Suspense key={weeks} fallback={<CalibrationSkeleton weeks={weeks} />}>
          <CalibrationView standing={standing} calibration={calibration} weeks={weeks} />
        </Suspense>
      </div>
    </>
  );
}
