import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { readScope } from '@/app/(app)/_shared/read-scope';
import { ScopeBar } from '@/app/(app)/_shared/scope-bar';
import { PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { getScopeChoices } from '@/lib/analytics/shared/scope';
import { getWorkload } from '@/lib/analytics/workload/get-workload';
import { pageContext } from '@/lib/server/context';
import { BookTotalChart, CapacityChart, HealthChart } from './_components/book-charts';
import { EvennessPanel } from './_components/evenness-panel';
import { EvennessTrendChart } from './_components/evenness-trend-chart';
import { MatchChart } from './_components/match-chart';
import { RecommendedChart } from './_components/recommended-chart';
import { WorkloadTabs } from './_components/workload-tabs';
import { loadWorkloadQuery, type WorkloadQuery, windowDays } from './search-params';

export const metadata: Metadata = { title: 'Workload' };

const skeletonPanels = ['h-112', 'h-144', 'h-96', 'h-144'];

export default async function WorkloadPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const [{ query: scopeQuery, scope }, ownQuery] = await Promise.all([
    readScope(searchParams),
    loadWorkloadQuery(searchParams),
  ]);
  const query = { ...ownQuery, ...scopeQuery };
  const workload = getWorkload(ctx, scope, windowDays[query.window]);
  return (
    <>
      <PageHeader title="Workload" description="Each CSM’s book compared with their capacity." />
      <WorkloadTabs current="books" query={scopeQuery} />
      <ScopeBar query={scopeQuery} timeZone={scope.zone} choices={getScopeChoices(ctx)} />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <Suspense key={JSON.stringify(scope)} fallback={<PanelsSkeleton panels={skeletonPanels} />}>
          <WorkloadCharts workload={workload} query={query} />
        </Suspense>
      </div>
    </>
  );
}

async function WorkloadCharts({
  workload: loading,
  query,
}: {
  readonly workload: ReturnType<typeof getWorkload>;
  readonly query: WorkloadQuery;
}) {
  const workload = await loading;
  const format = await currentFormat();
  const filtered = query.segment.length + query.level.length > 0;
  return (
    <>
      <div className="break-inside-avoid">
        <EvennessPanel workload={workload} filtered={filtered} format={format} />
      </div>
      <CapacityChart workload={workload} filtered={filtered} />
      <EvennessTrendChart workload={workload} format={format} />
      <HealthChart workload={workload} />
      <div className="grid gap-4 xl:grid-cols-2">
        <BookTotalChart workload={workload} measure="neediness" />
        <BookTotalChart workload={workload} measure="revenue" />
      </div>
      <RecommendedChart workload={workload} query={query} />
      <MatchChart workload={workload} />
    </>
  );
}
