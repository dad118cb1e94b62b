import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { readScope } from '@/app/(app)/_shared/read-scope';
import { ScopeBar } from '@/app/(app)/_shared/scope-bar';
import { PageHeader } from '@/components/ui/page-layout';
import { getWorkload, type Workload } from '@/lib/analytics/workload/get-workload';
import { pageContext } from '@/lib/server/context';
import { BookTotalChart, CapacityChart, HealthChart } from './_components/book-charts';
import { EvennessPanel, EvennessTrendChart } from './_components/evenness';
import { MatchChart } from './_components/match-chart';
import { RecommendedChart } from './_components/recommended-chart';
import { WorkloadTabs } from './_components/workload-tabs';
import { loadWorkloadQuery, type WorkloadQuery, windowDays } from './search-params';

export const metadata: Metadata = { title: 'Workload' };

/** Who carries what, against what they can carry, and how even that is. */
export default async function WorkloadPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const [{ query: scope, asked }, own] = await Promise.all([
    readScope(searchParams),
    loadWorkloadQuery(searchParams),
  ]);
  const query = { ...own, ...scope };
  const workload = getWorkload(ctx, asked, windowDays[query.window]);
  return (
    <>
      <PageHeader title="Workload" description="Who carries what, and how even that is." />
      <WorkloadTabs here="books" query={scope} />
      <ScopeBar query={scope} zone={asked.zone} choices={workload.then(({ choices }) => choices)} />
      <Suspense
        key={JSON.stringify(asked)}
        fallback={<WorkloadView workload={null} query={query} />}
      >
        <LoadedWorkload workload={workload} query={query} />
      </Suspense>
    </>
  );
}

/** All that the page says of workload, with the places of its figures while they are read. */
function WorkloadView({
  workload,
  query,
}: {
  readonly workload: Workload | null;
  readonly query: WorkloadQuery;
}) {
  const narrowed = query.segment.length + query.level.length > 0;
  return (
    <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6" aria-busy={workload === null}>
      <div className="break-inside-avoid">
        <EvennessPanel workload={workload} narrowed={narrowed} />
      </div>
      <CapacityChart workload={workload} narrowed={narrowed} />
      <EvennessTrendChart workload={workload} />
      <HealthChart workload={workload} />
      <div className="grid gap-4 xl:grid-cols-2">
        <BookTotalChart workload={workload} measure="neediness" />
        <BookTotalChart workload={workload} measure="revenue" />
      </div>
      <RecommendedChart workload={workload} query={query} />
      <MatchChart workload={workload} />
    </div>
  );
}

/** The same once it is known. */
async function LoadedWorkload({
  workload,
  query,
}: {
  readonly workload: ReturnType<typeof getWorkload>;
  readonly query: WorkloadQuery;
}) {
  return <WorkloadView workload={await workload} query={query} />;
}
