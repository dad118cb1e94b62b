import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { scopeText } from '@/app/(app)/_shared/csv-export';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { HandoverLink } from '@/app/(app)/_shared/handover-link';
import { readScope } from '@/app/(app)/_shared/read-scope';
import { ScopeBar } from '@/app/(app)/_shared/scope-bar';
import { ScopeExports } from '@/app/(app)/_shared/scope-exports';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { getAcceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { getAcceptanceRows } from '@/lib/analytics/acceptance/get-acceptance-rows';
import { getScopeChoices } from '@/lib/analytics/shared/scope';
import { pageContext } from '@/lib/server/context';
import { rowsTitle } from './_components/acceptance-labels';
import { AcceptanceSummary } from './_components/acceptance-summary';
import { AgreementChart } from './_components/agreement-chart';
import { OverrideMatrix, ReasonsChart } from './_components/override-charts';
import { RateCharts } from './_components/rate-charts';
import { RecommendationsPanel } from './_components/recommendations-panel';
import { TimeCharts } from './_components/time-charts';
import { loadRowsPage, loadRowsQuery, type RowsQuery, toRowsFilter } from './search-params';

export const metadata: Metadata = { title: 'Acceptance' };

const skeletonPanels = ['h-64', ['h-112', 'h-112'], ['h-60', 'h-60'], 'h-144'];

export default async function AcceptancePage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const { query, scope } = await readScope(searchParams);
  const rowsQuery = await loadRowsQuery(searchParams);
  const { page } = await loadRowsPage(searchParams);
  const rowsFilter = toRowsFilter(rowsQuery);
  const title = rowsTitle(rowsQuery, await currentFormat());
  const acceptance = getAcceptance(ctx, scope);
  return (
    <>
      <PageHeader
        title="Acceptance"
        description="What happens to recommendations, and where managers decide otherwise."
        actions={<HandoverLink query={query} />}
      />
      <ScopeBar query={query} timeZone={scope.zone} choices={getScopeChoices(ctx)} />
      <ScopeExports input={scope} scope={scopeText(query)} now={ctx.now()}>
        <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
          {rowsFilter && (
            <div id="rows">
              <Suspense key={`${title} ${page}`} fallback={<PanelsSkeleton panels={['h-112']} />}>
                <Recommendations
                  title={title}
                  list={getAcceptanceRows(ctx, scope, rowsFilter, page)}
                  scope={query}
                  rowsQuery={rowsQuery}
                />
              </Suspense>
            </div>
          )}
          <Suspense
            key={JSON.stringify(scope)}
            fallback={<PanelsSkeleton panels={skeletonPanels} />}
          >
            <AcceptanceCharts acceptance={acceptance} scope={query} />
          </Suspense>
        </div>
      </ScopeExports>
    </>
  );
}

async function Recommendations({
  list,
  ...rest
}: {
  readonly title: string;
  readonly list: ReturnType<typeof getAcceptanceRows>;
  readonly scope: ScopeQuery;
  readonly rowsQuery: RowsQuery;
}) {
  return <RecommendationsPanel {...rest} list={await list} format={await currentFormat()} />;
}

async function AcceptanceCharts({
  acceptance: loading,
  scope,
}: {
  readonly acceptance: ReturnType<typeof getAcceptance>;
  readonly scope: ScopeQuery;
}) {
  const acceptance = await loading;
  const format = await currentFormat();
  return (
    <>
      <AcceptanceSummary acceptance={acceptance} scope={scope} format={format} />
      <RateCharts acceptance={acceptance} scope={scope} format={format} />
      <OverrideMatrix acceptance={acceptance} scope={scope} format={format} />
      <ReasonsChart acceptance={acceptance} scope={scope} format={format} />
      <TimeCharts acceptance={acceptance} scope={scope} format={format} />
      <AgreementChart acceptance={acceptance} scope={scope} format={format} />
    </>
  );
}
