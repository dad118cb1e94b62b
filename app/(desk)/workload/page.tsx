import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { PageHeader } from '@/components/ui/page-header';
import { getWorkload } from '@/lib/analytics/get-workload';
import { pageContext } from '@/lib/request-context';
import { readScope } from '../_scope/read-scope';
import { ScopeBar } from '../_scope/scope-bar';
import { WorkloadTabs } from './_components/workload-tabs';
import { KnownWorkload, WorkloadView } from './_components/workload-view';
import { loadWorkloadQuery, windows } from './search-params';

export const metadata: Metadata = { title: 'Workload' };

/** Who carries what, against what they can carry, and how even that is. */
export default async function WorkloadPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const [{ query: scope, asked }, own] = await Promise.all([
    readScope(searchParams),
    loadWorkloadQuery(searchParams),
  ]);
  const query = { ...own, ...scope };
  const workload = getWorkload(ctx, asked, windows[query.window]);
  return (
    <>
      <PageHeader title="Workload" description="Who carries what, and how even that is." />
      <WorkloadTabs here="books" query={scope} />
      <ScopeBar query={scope} zone={asked.zone} choices={workload.then(({ choices }) => choices)} />
      <Suspense
        key={JSON.stringify(asked)}
        fallback={<WorkloadView workload={null} query={query} />}
      >
        <KnownWorkload workload={workload} query={query} />
      </Suspense>
    </>
  );
}
