import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { HANDOVER_PERIOD } from '@/app/(app)/_shared/complete-scope';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { FullnessTable } from '@/app/(app)/_shared/fairness-tables';
import { ExportLink } from '@/app/(app)/_shared/list-pages';
import { readScope } from '@/app/(app)/_shared/read-scope';
import { ScopeBar } from '@/app/(app)/_shared/scope-bar';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { WorkloadTabs } from '@/app/(app)/workload/_components/workload-tabs';
import type { Format } from '@/components/ui/format';
import { EmptyState, PageHeader, Panel } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { Time } from '@/components/ui/time';
import { getHandover, type Handover } from '@/lib/analytics/handover/get-handover';
import { getScopeChoices } from '@/lib/analytics/shared/scope';
import { pageContext } from '@/lib/server/context';
import {
  DecisionsPanel,
  ExceptionsPanel,
  handoverExportHref,
} from './_components/decisions-panels';
import {
  handoverDescription,
  handoverPanels,
  handoverSummary,
  isEmptyHandover,
} from './_components/handover-labels';
import { IntakePanel } from './_components/intake-panel';
import { OpenPanel } from './_components/open-panel';
import { PrintButton } from './_components/print-button';
import { ReceiptsPanel } from './_components/receipts-panel';
import { type ListPagesQuery, loadListPages } from './search-params';

export const metadata: Metadata = { title: 'Handover' };

/** What one period hands over to the next, as a page, a CSV file, and a printout. */
export default async function HandoverPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const [{ query, scope }, pages] = await Promise.all([
    readScope(searchParams, HANDOVER_PERIOD),
    loadListPages(searchParams),
  ]);
  const handover = getHandover(ctx, scope, pages);
  return (
    <>
      <PageHeader
        title="Handover"
        description={handoverDescription}
        actions={
          <>
            <ExportLink href={handoverExportHref(query)} />
            <PrintButton />
          </>
        }
      />
      <WorkloadTabs current="handover" query={query} />
      <ScopeBar query={query} timeZone={scope.zone} choices={getScopeChoices(ctx)} />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <Suspense
          key={JSON.stringify([scope, pages])}
          fallback={<PanelsSkeleton panels={handoverPanels} />}
        >
          <Report handover={handover} query={query} pages={pages} />
        </Suspense>
      </div>
    </>
  );
}

async function Report(props: {
  readonly handover: Promise<Handover>;
  readonly query: ScopeQuery;
  readonly pages: ListPagesQuery;
}) {
  const [handover, format] = await Promise.all([props.handover, currentFormat()]);
  const parts = { ...props, handover, format };
  if (isEmptyHandover(handover)) {
    return (
      <Panel title={periodText(handover, format)}>
        <EmptyState title="Nothing happened in this period">
          No account started to need a CSM, nothing was decided, and nothing is open. Choose another
          period.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <>
      <Panel title={periodText(handover, format)}>
        <p className="max-w-4xl">{handoverSummary(handover, format).join(' ')}</p>
      </Panel>
      <IntakePanel {...parts} />
      <ReceiptsPanel {...parts} />
      <DecisionsPanel {...parts} />
      <ExceptionsPanel {...parts} />
      <FairnessPanel {...parts} />
      <OpenPanel {...parts} />
    </>
  );
}

function periodText({ period }: Handover, format: Format): string {
  const [first = '', last = ''] = [period.days[0], period.days.at(-1)];
  return first === last ? format.day(first) : `${format.day(first)} to ${format.day(last)}`;
}

/** How evenly full CSMs were before the first run of the period and after the last. */
function FairnessPanel({
  handover: { runs },
  format,
}: {
  readonly handover: Handover;
  readonly format: Format;
}) {
  const [before, after] = [runs?.first.fairness, runs?.last.fairness];
  if (!runs || before?.measure !== 'within_class' || after?.measure !== 'within_class') {
    return (
      <Panel title="Fairness before and after">
        <p className="text-ink-muted">No run of this period measured fairness within classes.</p>
      </Panel>
    );
  }
  return (
    <Panel
      title="Fairness before and after"
      description={
        <>
          The whole company, before the run of <Time at={runs.first.at} show="absolute" /> and after
          the run of <Time at={runs.last.at} show="absolute" /> if all its recommendations are
          accepted.
        </>
      }
      flush
    >
      <FullnessTable before={before.before} fairness={after.after} format={format} />
    </Panel>
  );
}
