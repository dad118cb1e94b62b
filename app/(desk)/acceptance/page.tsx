import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { getAcceptance } from '@/lib/analytics/get-acceptance';
import { getAcceptanceRows } from '@/lib/analytics/get-acceptance-rows';
import { getScopeChoices } from '@/lib/analytics/get-scope-choices';
import { pageContext } from '@/lib/request-context';
import { readScope } from '../_scope/read-scope';
import { ScopeBar } from '../_scope/scope-bar';
import { scopeHref } from '../_scope/scope-params';
import { AcceptanceHeader } from './_components/acceptance-header';
import { AcceptancePart, AcceptanceView } from './_components/acceptance-view';
import { RowsPanel } from './_components/rows-panel';
import { rowsTitle } from './_components/rows-title';
import { behindOf, loadRowsQuery } from './search-params';

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
  const behind = behindOf(rows);
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
              fallback={<RowsPanel title={list.title} close={list.close} listed={null} />}
            >
              <FoundRows {...list} />
            </Suspense>
          </div>
        )}
        <Suspense
          key={JSON.stringify(asked)}
          fallback={<AcceptanceView acceptance={null} scope={query} zone={asked.zone} />}
        >
          <AcceptancePart acceptance={acceptance} scope={query} zone={asked.zone} />
        </Suspense>
      </div>
    </>
  );
}

async function FoundRows({
  found,
  ...rest
}: {
  readonly title: string;
  readonly close: string;
  readonly found: ReturnType<typeof getAcceptanceRows>;
}) {
  return <RowsPanel {...rest} listed={await found} />;
}
