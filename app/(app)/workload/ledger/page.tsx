import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { readScope } from '@/app/(app)/_shared/read-scope';
import { ScopeBar } from '@/app/(app)/_shared/scope-bar';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { WorkloadTabs } from '@/app/(app)/workload/_components/workload-tabs';
import { PageHeader } from '@/components/ui/page-layout';
import { getLedger, type Ledger, type LedgerEntry } from '@/lib/analytics/ledger/get-ledger';
import type { Dimension } from '@/lib/engine/types';
import { pageContext } from '@/lib/server/context';
import { LedgerSummary } from './_components/ledger-summary';
import { LedgerGlossary, LedgerTable } from './_components/ledger-table';
import { MeasureLinks } from './_components/measures';
import { SurplusChart } from './_components/surplus-chart';
import { loadLedgerQuery, serializeLedgerParams } from './search-params';

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
        keep={serializeLedgerParams({ measure })}
      />
      <MeasureLinks query={query} measure={measure} />
      <Suspense
        key={JSON.stringify(asked)}
        fallback={<LedgerView ledger={null} query={query} measure={measure} />}
      >
        <LoadedLedger ledger={ledger} query={query} measure={measure} />
      </Suspense>
    </>
  );
}

interface Props {
  readonly query: ScopeQuery;
  readonly measure: Dimension;
}

/** All that the ledger says, with the places of its figures while they are read. */
function LedgerView({ ledger, query, measure }: Props & { readonly ledger: Ledger | null }) {
  const byLoad = (a: LedgerEntry, b: LedgerEntry) =>
    b.lines[measure].surplus - a.lines[measure].surplus;
  const entries = ledger?.entries.toSorted(byLoad) ?? null;
  return (
    <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6" aria-busy={ledger === null}>
      <LedgerSummary ledger={ledger} entries={entries} measure={measure} />
      <SurplusChart entries={entries} query={query} measure={measure} />
      <LedgerTable entries={entries} query={query} measure={measure} />
      <LedgerGlossary />
    </div>
  );
}

/** The same once it is known. */
async function LoadedLedger({
  ledger,
  ...rest
}: Props & { readonly ledger: ReturnType<typeof getLedger> }) {
  return <LedgerView {...rest} ledger={await ledger} />;
}
