import type { Metadata } from 'next';
import Link from 'next/link';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { countedByRecommendation } from '@/app/(app)/_shared/count-dates';
import { scopeText } from '@/app/(app)/_shared/csv-export';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { readScope } from '@/app/(app)/_shared/read-scope';
import { ScopeBar } from '@/app/(app)/_shared/scope-bar';
import { ScopeExports } from '@/app/(app)/_shared/scope-exports';
import { buttonClass } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { getScopeChoices } from '@/lib/analytics/shared/scope';
import { getWorkload } from '@/lib/analytics/workload/get-workload';
import { pageContext } from '@/lib/server/context';
import { EvennessPanel } from './_components/evenness-panel';
import { EvennessTrendChart } from './_components/evenness-trend-chart';
import { MatchPanel } from './_components/match-panel';
import { WorkloadSummary } from './_components/workload-summary';
import { WorkloadTable } from './_components/workload-table';
import { WorkloadTabs } from './_components/workload-tabs';
import { loadTableQuery, serializeTableQuery, type WorkloadQuery } from './search-params';

export const metadata: Metadata = { title: 'Workload' };

const skeletonPanels = ['h-24', 'h-192', 'h-112', 'h-96'];

export default async function WorkloadPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const [{ query: scopeQuery, scope }, tableQuery] = await Promise.all([
    readScope(searchParams),
    loadTableQuery(searchParams),
  ]);
  const workload = getWorkload(ctx, scope);
  return (
    <>
      <PageHeader
        title="Workload"
        description="Each CSM’s book compared with their capacity."
        actions={
          <Link href="/csms" data-print="none" className={buttonClass('secondary')}>
            CSM details
          </Link>
        }
      />
      <WorkloadTabs current="books" query={scopeQuery} />
      <ScopeBar
        query={scopeQuery}
        timeZone={scope.zone}
        choices={getScopeChoices(ctx)}
        keep={serializeTableQuery(tableQuery)}
      />
      <ScopeExports input={scope} scope={scopeText(scopeQuery)} now={ctx.now()}>
        <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
          <Suspense
            key={JSON.stringify(scope)}
            fallback={<PanelsSkeleton panels={skeletonPanels} />}
          >
            <WorkloadPanels workload={workload} query={{ ...scopeQuery, ...tableQuery }} />
          </Suspense>
        </div>
      </ScopeExports>
    </>
  );
}

async function WorkloadPanels({
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
      <WorkloadSummary workload={workload} format={format} />
      <WorkloadTable
        rows={workload.rows}
        recommended={workload.recommended}
        query={query}
        description={`Current books and pending recommendations; received, accepted, and change are of the date range. ${countedByRecommendation} The line in a bar marks the capacity, or the average of the CSMs who take the same accounts.${
          filtered
            ? ' With a segment or level selected: CSMs who take or own such accounts; only their health is of the selected accounts.'
            : ''
        }`}
      />
      <div className="break-inside-avoid">
        <EvennessPanel workload={workload} filtered={filtered} format={format} />
      </div>
      <EvennessTrendChart workload={workload} format={format} />
      <MatchPanel workload={workload} format={format} />
    </>
  );
}
