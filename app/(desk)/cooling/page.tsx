import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { getCooling } from '@/lib/analytics/get-cooling';
import { pageContext } from '@/lib/request-context';
import { readScope } from '../_scope/read-scope';
import { ScopeBar } from '../_scope/scope-bar';
import { CoolingHeader } from './_components/cooling-header';
import { KeptPart } from './_components/kept-part';
import { NowPart } from './_components/now-part';
import { KeptSkeleton, NowSkeleton, WeekSkeleton } from './_components/skeletons';
import { WeekPart } from './_components/week-part';

export const metadata: Metadata = { title: 'Cooling' };

/** Who waits before receiving another account, who waits for them, and where that was not kept. */
export default async function CoolingPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const { query, asked } = await readScope(searchParams);
  const cooling = getCooling(ctx, asked);
  return (
    <>
      <CoolingHeader />
      <ScopeBar query={query} zone={asked.zone} choices={cooling.then(({ choices }) => choices)} />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <Suspense fallback={<NowSkeleton />}>
          <NowPart cooling={cooling} />
        </Suspense>
        <Suspense fallback={<WeekSkeleton />}>
          <WeekPart cooling={cooling} zone={asked.zone} />
        </Suspense>
        <Suspense fallback={<KeptSkeleton />}>
          <KeptPart cooling={cooling} query={query} />
        </Suspense>
      </div>
    </>
  );
}
