import type { Metadata } from 'next';
import { Suspense } from 'react';
import { HandoverLink } from '@/app/(app)/_shared/handover-link';
import { PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { listRuns } from '@/lib/runs/read-runs';
import { pageContext } from '@/lib/server/context';
import { runsPanels } from './_components/panel-heights';
import { RunList } from './_components/run-table';
import { StartPanel } from './_components/start-panel';
import { PAGE_SIZE, parseRunsParams } from './search-params';

export const metadata: Metadata = { title: 'Runs' };

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** The form to start a run, and the run history. */
export default async function RunsPage({ searchParams }: Props) {
  const ctx = await pageContext();
  const { page } = parseRunsParams(await searchParams);
  // The start panel needs the newest run; on page 1, the list already has it.
  const listed = listRuns(ctx, { page, pageSize: PAGE_SIZE });
  const newest = page === 1 ? listed : listRuns(ctx, { page: 1, pageSize: 1 });
  return (
    <>
      <PageHeader
        title="Runs"
        description="The engine recommends a CSM for each account that needs one."
        actions={<HandoverLink />}
      />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <Suspense fallback={<PanelsSkeleton panels={runsPanels.start} />}>
          <StartPanel ctx={ctx} newest={newest} />
        </Suspense>
        <Suspense fallback={<PanelsSkeleton panels={runsPanels.history} />}>
          <RunList ctx={ctx} listed={listed} />
        </Suspense>
      </div>
    </>
  );
}
