import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { getCalibration } from '@/lib/reviews/calibration';
import { getReviewStatus } from '@/lib/reviews/get-review-status';
import { pageContext } from '@/lib/server/context';
import { CalibrationView } from './_components/calibration-view';
import { StatusPanel } from './_components/status-panel';
import { parseReviewsParams } from './search-params';

export const metadata: Metadata = { title: 'Reviews' };

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** Whether reviews are on, what they cost, and how far managers agree with Claude. */
export default async function ReviewsPage({ searchParams }: Props) {
  const ctx = await pageContext();
  const { weeks } = parseReviewsParams(await searchParams);
  const status = getReviewStatus(ctx);
  const calibration = getCalibration(ctx, { weeks });
  return (
    <>
      <PageHeader
        title="Reviews"
        description="Claude reviews recommendations and advises managers. People decide."
      />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <Suspense fallback={<PanelsSkeleton panels={['h-56']} />}>
          <StatusPanel status={status} />
        </Suspense>
        <Suspense key={weeks} fallback={<PanelsSkeleton panels={['h-136']} />}>
          <CalibrationView status={status} calibration={calibration} weeks={weeks} />
        </Suspense>
      </div>
    </>
  );
}
