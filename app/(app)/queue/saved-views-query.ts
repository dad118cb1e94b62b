import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/app/(app)/_shared/fetch-json';
import type { QueueViews } from '@/lib/decisions/queue-views';

/** The saved views that the person can use, and the one that the queue opens with. */
export const savedViewsQuery = queryOptions({
  queryKey: ['queue-views'],
  queryFn: ({ signal }) => fetchJson<QueueViews>('/api/queue-views', signal),
});
