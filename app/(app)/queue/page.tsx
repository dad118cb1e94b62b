import type { Metadata } from 'next';
import { Suspense } from 'react';
import { countRoutableAccounts } from '@/lib/accounts/search';
import { lastDecision, listQueue } from '@/lib/decisions/queue';
import { listRuns } from '@/lib/runs/read-runs';
import { hasRole } from '@/lib/server/auth/person';
import { type Context, pageContext } from '@/lib/server/context';
import { QueueSkeleton } from './_components/queue-layout';
import type { EmptyQueueFacts } from './_components/queue-table';
import { QueueWorkspace } from './_components/queue-workspace';
import { ignoredParams, loadQueueQuery, toListQueueInput } from './search-params';

export const metadata: Metadata = { title: 'Queue' };

/** Pending recommendations, and the details of the selected one. */
export default function QueuePage({
  searchParams,
}: {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}) {
  return (
    <Suspense fallback={<QueueSkeleton />}>
      <QueueSection searchParams={searchParams} />
    </Suspense>
  );
}

async function QueueSection({
  searchParams,
}: {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}) {
  const [context, raw] = await Promise.all([pageContext(), searchParams]);
  const query = await loadQueueQuery(raw);
  const page = await listQueue(context, toListQueueInput(query));
  return (
    <QueueWorkspace
      page={page}
      query={query}
      ignored={ignoredParams(raw, query)}
      canDecide={hasRole(context.person, 'manager')}
      emptyFacts={page.pending === 0 ? await loadEmptyQueueFacts(context) : null}
    />
  );
}

/** What the empty queue says. */
async function loadEmptyQueueFacts(context: Context): Promise<EmptyQueueFacts> {
  const [runs, { routable }, last] = await Promise.all([
    listRuns(context, { page: 1, pageSize: 1 }),
    countRoutableAccounts(context),
    lastDecision(context),
  ]);
  return { hasRuns: runs.total > 0, routable, lastDecision: last };
}
