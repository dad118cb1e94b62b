import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PageHeader } from '@/components/ui/page-header';
import { pageContext } from '@/lib/request-context';
import { listRuns } from '@/lib/runs/list-runs';
import { RunList } from './_components/run-list';
import { ListSkeleton, StartSkeleton } from './_components/skeletons';
import { StartPanel } from './_components/start-panel';
import { pageSize, parseRunsParams } from './search-params';

export const metadata: Metadata = { title: 'Runs' };

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** Where runs are started, and all there have been. */
export default async function RunsPage({ searchParams }: Props) {
  const ctx = await pageContext();
  const { page } = parseRunsParams(await searchParams);
  // The first page has the newest run, which says whether another may be started.
  const listed = listRuns(ctx, { page, pageSize });
  const newest = page === 1 ? listed : listRuns(ctx, { page: 1, pageSize: 1 });
  return (
    <>
      <PageHeader
        title="Runs"
        description="The engine proposes a CSM for each account that needs one."
      />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <Suspense fallback={<StartSkeleton />}>
          <StartPanel ctx={ctx} newest={newest} />
        </Suspense>
        <Suspense fallback={<ListSkeleton />}>
          <RunList listed={listed} />
        </Suspense>
      </div>
    </>
  );
}
