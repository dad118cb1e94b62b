import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { readScope } from '@/app/(app)/_shared/read-scope';
import { ScopeBar } from '@/app/(app)/_shared/scope-bar';
import { getCooling } from '@/lib/analytics/cooling/get-cooling';
import { pageContext } from '@/lib/server/context';
import { Compliance } from './_components/compliance';
import { CoolingNow } from './_components/cooling-now';
import {
  ComplianceSkeleton,
  CoolingHeader,
  CoolingNowSkeleton,
  WeekTimelineSkeleton,
} from './_components/cooling-skeleton';
import { WeekTimeline } from './_components/week-timeline';

export const metadata: Metadata = { title: 'Cooling' };

/** Who waits before receiving another account, who waits for them, and where that was not kept. */
export default async function CoolingPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const { query, scope } = await readScope(searchParams);
  const cooling = getCooling(ctx, scope);
  return (
    <>
      <CoolingHeader />
      <ScopeBar
        query={query}
        timeZone={scope.zone}
        choices={cooling.then(({ choices }) => choices)}
      />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <Suspense fallback={<CoolingNowSkeleton />}>
          <CoolingNow cooling={cooling} />
        </Suspense>
        <Suspense fallback={<WeekTimelineSkeleton />}>
          <WeekTimeline cooling={cooling} />
        </Suspense>
        <Suspense fallback={<ComplianceSkeleton />}>
          <Compliance cooling={cooling} query={query} />
        </Suspense>
      </div>
    </>
  );
}
