import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { PageHeader } from '@/components/ui/page-header';
import { getLedger } from '@/lib/analytics/get-ledger';
import { pageContext } from '@/lib/request-context';
import { readScope } from '../../_scope/read-scope';
import { ScopeBar } from '../../_scope/scope-bar';
import { WorkloadTabs } from '../_components/workload-tabs';
import { KnownLedger, LedgerView } from './_components/ledger-view';
import { MeasureLinks } from './_components/measure-links';
import { keptOfLedger, loadLedgerQuery } from './search-params';

export const metadata: Metadata = { title: 'Effort ledger' };

/** Who has been carrying more than their share, and why. */
export default async function LedgerPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const [{ query, asked }, { measure }] = await Promise.all([
    readScope(searchParams),
    loadLedgerQuery(searchParams),
  ]);
  const ledger = getLedger(ctx, asked);
  return (
    <>
      <PageHeader
        title="Effort ledger"
        description="Who has been carrying more than their share, and why."
      />
      <WorkloadTabs here="ledger" query={query} />
      <ScopeBar
        query={query}
        zone={asked.zone}
        choices={ledger.then(({ choices }) => choices)}
        keep={keptOfLedger({ measure })}
      />
      <MeasureLinks query={query} measure={measure} />
      <Suspense
        key={JSON.stringify(asked)}
        fallback={<LedgerView ledger={null} query={query} measure={measure} />}
      >
        <KnownLedger ledger={ledger} query={query} measure={measure} />
      </Suspense>
    </>
  );
}
