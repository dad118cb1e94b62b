import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { readScope } from '@/app/(app)/_shared/read-scope';
import { ScopeBar } from '@/app/(app)/_shared/scope-bar';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { getCalibration } from '@/lib/analytics/reviews/get-calibration';
import { getReviewedDecisions } from '@/lib/analytics/reviews/get-reviewed-decisions';
import { getReviewStatus } from '@/lib/reviews/get-review-status';
import { pageContext } from '@/lib/server/context';
import { CalibrationView } from './_components/calibration-view';
import { DecisionsPanel } from './_components/decisions-panel';
import { listTitle } from './_components/list-title';
import { StatusPanel } from './_components/status-panel';
import { type ListQuery, loadListPage, loadListQuery, toDecisionFilter } from './search-params';

export const metadata: Metadata = { title: 'Reviews' };

/** Whether reviews are on, what they cost, and how far managers agree with Claude. */
export default async function ReviewsPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const { query, scope } = await readScope(searchParams);
  const list = await loadListQuery(searchParams);
  const { page } = await loadListPage(searchParams);
  const filter = toDecisionFilter(list);
  const title = listTitle(list, await currentFormat());
  const status = getReviewStatus(ctx);
  const calibration = getCalibration(ctx, scope);
  return (
    <>
      <PageHeader
        title="Reviews"
        description="Claude reviews recommendations and advises managers. People decide."
      />
      <ScopeBar query={query} timeZone={scope.zone} />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        {filter && (
          <div id="rows">
            <Suspense key={`${title} ${page}`} fallback={<PanelsSkeleton panels={['h-112']} />}>
              <Decisions
                title={title}
                decisions={getReviewedDecisions(ctx, scope, filter, page)}
                scope={query}
                list={list}
              />
            </Suspense>
          </div>
        )}
        <Suspense fallback={<PanelsSkeleton panels={['h-56']} />}>
          <StatusPanel status={status} />
        </Suspense>
        <Suspense key={JSON.stringify(scope)} fallback={<PanelsSkeleton panels={['h-136']} />}>
          <CalibrationView status={status} calibration={calibration} scope={query} />
        </Suspense>
      </div>
    </>
  );
}

async function Decisions({
  decisions,
  ...rest
}: {
  readonly title: string;
  readonly decisions: ReturnType<typeof getReviewedDecisions>;
  readonly scope: ScopeQuery;
  readonly list: ListQuery;
}) {
  return <DecisionsPanel {...rest} decisions={await decisions} format={await currentFormat()} />;
}
