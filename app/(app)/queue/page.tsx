import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Suspense } from 'react';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { countRoutableAccounts } from '@/lib/accounts/search';
import { countPending, lastDecision, listQueue } from '@/lib/decisions/queue';
import { readQueuePreferences } from '@/lib/decisions/queue-preferences';
import { listQueueViews } from '@/lib/decisions/queue-views';
import { getRecommendations } from '@/lib/decisions/recommendation-details';
import { listRuns } from '@/lib/runs/read-runs';
import { hasRole } from '@/lib/server/auth/person';
import { type Context, pageContext } from '@/lib/server/context';
import { reportError } from '@/lib/server/log';
import type { EmptyQueueFacts } from './_components/empty-states';
import { QueueSkeleton } from './_components/queue-layout';
import { QueueWorkspace } from './_components/queue-workspace';
import { queueQuery, renderedSnapshot } from './queue-query';
import { queueTitle } from './queue-title';
import { recordQuery, renderedRecord } from './recommendation-records';
import { viewHref } from './saved-views';
import { savedViewsQuery } from './saved-views-query';
import { loadQueueParams, queueView, resolveQuery, toListQueueInput } from './search-params';

/** The tab says how many recommendations are pending. */
export async function generateMetadata(): Promise<Metadata> {
  const [context, format] = await Promise.all([pageContext(), currentFormat()]);
  return { title: queueTitle(await countPending(context), format) };
}

/** Pending recommendations, and the details of the selected one. */
export default async function QueuePage({
  searchParams,
}: {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}) {
  if (Object.keys(await searchParams).length === 0) await openDefaultView();
  return (
    <Suspense fallback={<QueueSkeleton />}>
      <QueueSection searchParams={searchParams} />
    </Suspense>
  );
}

/** Redirects to the person's default view, if they have one. Before any content, so that none flashes. */
async function openDefaultView(): Promise<void> {
  const { views, defaultViewId } = await listQueueViews(await pageContext());
  const view = views.find(({ id }) => id === defaultViewId);
  if (view) redirect(viewHref(view));
}

/** Renders the rows on the server; from then on, the browser reads them from the API. */
async function QueueSection({
  searchParams,
}: {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}) {
  const [context, params] = await Promise.all([pageContext(), loadQueueParams(searchParams)]);
  const { table } = await readQueuePreferences(context);
  const query = resolveQuery(params, table);
  const page = await listQueue(context, toListQueueInput(query));
  const client = new QueryClient();
  const view = queueView(query);
  client.setQueryData(queueQuery(view).queryKey, renderedSnapshot(view, page));
  client.setQueryData(savedViewsQuery.queryKey, await listQueueViews(context));
  const firstId = query.row ?? page.rows[0]?.id;
  const details = firstId === undefined ? undefined : await loadRecord(context, firstId);
  if (details)
    client.setQueryData(recordQuery(details.recommendation.id).queryKey, renderedRecord(details));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <QueueWorkspace
        tablePreferences={table}
        canDecide={hasRole(context.person, 'manager')}
        emptyFacts={page.pending === 0 ? await loadEmptyQueueFacts(context) : null}
      />
    </HydrationBoundary>
  );
}

/** A record, so that the page comes with one. If it fails, the browser tries again and says why. */
async function loadRecord(context: Context, id: string) {
  try {
    const [details] = await getRecommendations(context, { ids: [id] });
    return details;
  } catch (error) {
    reportError('first-record', error);
    return undefined;
  }
}

/** What the empty queue says. */
async function loadEmptyQueueFacts(context: Context): Promise<EmptyQueueFacts> {
  const [runs, { routable }, last] = await Promise.all([
    listRuns(context, { page: 1, pageSize: 1 }),
    countRoutableAccounts(context),
    lastDecision(context),
  ]);
  const mayImport = hasRole(context.person, 'admin');
  return { hasRuns: runs.total > 0, routable, lastDecision: last, mayImport };
}
