import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from '@/app/(app)/_shared/fetch-json';
import { toSerialized } from '@/app/(app)/_shared/serialized';
import type { QueuePage } from '@/lib/decisions/queue';
import type { QueuePageJson } from './queue-row';

/** A page of the queue, and when it was requested. */
export interface QueueSnapshot {
  /** The URL parameters that select the rows. */
  readonly view: string;
  readonly page: QueuePageJson;
  /** A `performance.now()` of this tab, or 0 for the server's render. */
  readonly requestedAt: number;
}

/** @param view the URL parameters that select the rows, from `queueView` */
export function queueQuery(view: string) {
  return queryOptions({
    queryKey: ['queue', view],
    queryFn: async ({ client, signal }): Promise<QueueSnapshot> => {
      const requestedAt = performance.now();
      const page = await fetchJson<QueuePageJson>(`/api/queue${view}`, signal);
      client.setQueryData(['pending-count'], { pending: page.pending });
      return { view, page, requestedAt };
    },
    // The server announces changes.
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The server's render of a page, in the form in which the browser reads it. */
export function renderedSnapshot(view: string, page: QueuePage): QueueSnapshot {
  return { view, page: toSerialized(page), requestedAt: 0 };
}
