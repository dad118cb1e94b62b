import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { readScope } from '@/app/(app)/_shared/read-scope';
import { ScopeBar } from '@/app/(app)/_shared/scope-bar';
import { scopeHref } from '@/app/(app)/_shared/scope-params';
import { getAcceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { getAcceptanceRows } from '@/lib/analytics/acceptance/get-acceptance-rows';
import { getScopeChoices } from '@/lib/analytics/shared/scope';
import { pageContext } from '@/lib/server/context';
import { rowsTitle } from './_components/acceptance-labels';
import { AcceptanceHeader, AcceptanceView, LoadedAcceptance } from './_components/acceptance-view';
import { RecommendationsPanel } from './_components/recommendations-panel';
import { loadRowsQuery, toRowsFilter } from './search-params';

export const metadata: Metadata = { title: 'Acceptance' };

/** What becomes of recommendations: how much is accepted, where overrides go, how long it takes. */
export default async function AcceptancePage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const { query, asked } = await readScope(searchParams);
  const rows = await loadRowsQuery(searchParams);
  const behind = toRowsFilter(rows);
  const acceptance = getAcceptance(ctx, asked);
  const list = behind && {
    title: rowsTitle(rows),
    close: scopeHref('/acceptance', query),
    found: getAcceptanceRows(ctx, asked, behind),
  };
  return (
    <>
      <AcceptanceHeader />
      <ScopeBar query={query} zone={asked.zone} choices={getScopeChoices(ctx)} />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        {list && (
          <div id="rows" className="scroll-mt-4">
            <Suspense
              key={list.title}
              fallback={
                <RecommendationsPanel title={list.title} close={list.close} listed={null} />
              }
            >
              <LoadedRecommendations {...list} />
            </Suspense>
          </div>
        )}
        <Suspense
          key={JSON.stringify(asked)}
          fallback={<AcceptanceView acceptance={null} scope={query} zone={asked.zone} />}
        >
          <LoadedAcceptance acceptance={acceptance} scope={query} zone={asked.zone} />
        </Suspense>
      </div>
    </>
  );
}

async function LoadedRecommendations({
  found,
  ...rest
}: {
  readonly title: string;
  readonly close: string;
  readonly found: ReturnType<typeof getAcceptanceRows>;
}) {
  return <RecommendationsPanel {...rest} listed={await found} />;
}
