import type { Metadata } from 'next';
import Link from 'next/link';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { scopeText } from '@/app/(app)/_shared/csv-export';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { readScope } from '@/app/(app)/_shared/read-scope';
import { ScopeBar } from '@/app/(app)/_shared/scope-bar';
import { ScopeExports } from '@/app/(app)/_shared/scope-exports';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { WorkloadTabs } from '@/app/(app)/workload/_components/workload-tabs';
import { classNames } from '@/components/ui/class-names';
import { PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { getLedger } from '@/lib/analytics/ledger/get-ledger';
import { getScopeChoices } from '@/lib/analytics/shared/scope';
import { type Dimension, dimensions } from '@/lib/engine/types';
import { dimensionLabels } from '@/lib/runs/labels';
import { pageContext } from '@/lib/server/context';
import { totalLine } from './_components/amounts';
import { LedgerGlossary } from './_components/ledger-glossary';
import { LedgerSummary } from './_components/ledger-summary';
import { LedgerTable } from './_components/ledger-table';
import { SurplusChart } from './_components/surplus-chart';
import { ledgerHref, loadLedgerQuery, serializeLedgerParams } from './search-params';

export const metadata: Metadata = { title: 'Effort ledger' };

const skeletonPanels = ['h-84', 'h-144', 'h-160'];

export default async function LedgerPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const [{ query, scope }, { measure }] = await Promise.all([
    readScope(searchParams),
    loadLedgerQuery(searchParams),
  ]);
  const ledger = getLedger(ctx, scope);
  return (
    <>
      <PageHeader
        title="Effort ledger"
        description="Who received more than their share, and why."
      />
      <WorkloadTabs current="ledger" query={query} />
      <ScopeBar
        query={query}
        timeZone={scope.zone}
        choices={getScopeChoices(ctx)}
        keep={serializeLedgerParams({ measure })}
      />
      <MeasureLinks query={query} measure={measure} />
      <ScopeExports input={scope} scope={scopeText(query)} now={ctx.now()}>
        <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
          <Suspense
            key={JSON.stringify(scope)}
            fallback={<PanelsSkeleton panels={skeletonPanels} />}
          >
            <LedgerView ledger={ledger} query={query} measure={measure} />
          </Suspense>
        </div>
      </ScopeExports>
    </>
  );
}

/** Links that switch the ledger's dimension. */
function MeasureLinks({
  query,
  measure,
}: {
  readonly query: ScopeQuery;
  readonly measure: Dimension;
}) {
  return (
    <nav
      aria-label="Measure"
      data-print="none"
      className="flex flex-wrap items-center gap-1 px-4 pb-3 text-sm lg:px-6"
    >
      <span aria-hidden="true" className="mr-1 text-ink-muted">
        Measure
      </span>
      {dimensions.map((dimension) => (
        <Link
          key={dimension}
          href={ledgerHref(query, dimension)}
          prefetch={false}
          scroll={false}
          aria-current={dimension === measure ? 'true' : undefined}
          className={classNames(
            'rounded-md px-2 py-1',
            dimension === measure
              ? 'bg-accent-soft font-medium text-accent-ink'
              : 'text-ink-muted hover:bg-hover',
          )}
        >
          {dimensionLabels[dimension]}
        </Link>
      ))}
    </nav>
  );
}

async function LedgerView({
  ledger: loading,
  query,
  measure,
}: {
  readonly ledger: ReturnType<typeof getLedger>;
  readonly query: ScopeQuery;
  readonly measure: Dimension;
}) {
  const ledger = await loading;
  const format = await currentFormat();
  const entries = ledger.entries.toSorted(
    (a, b) => b.lines[measure].surplus - a.lines[measure].surplus,
  );
  return (
    <>
      <LedgerSummary ledger={ledger} entries={entries} measure={measure} format={format} />
      <SurplusChart entries={entries} query={query} measure={measure} />
      <LedgerTable
        rows={entries.map(({ name, lines }) => ({ name, line: lines[measure] }))}
        total={totalLine(entries, measure)}
        query={query}
        measure={measure}
      />
      <LedgerGlossary />
    </>
  );
}
