import type { QueueView } from '@/lib/decisions/queue-views';
import {
  ALL_PENDING,
  loadQueueParams,
  type QueueParams,
  type QueueQuery,
  queueHref,
  resolveQuery,
  unfiltered,
} from './search-params';

/** The parameters of the queue page when a view is opened; null opens all pending recommendations. */
export function paramsOf(view: QueueView | null): QueueParams {
  return view
    ? { ...loadQueueParams(new URLSearchParams(view.query)), page: 1, row: null, view: view.id }
    : { ...loadQueueParams(new URLSearchParams()), view: ALL_PENDING };
}

/** The URL that opens a view; null opens all pending recommendations. */
export function viewHref(view: QueueView | null): string {
  return queueHref('/queue', paramsOf(view));
}

/** What a saved view of the screen contains: everything except the page and the row. */
export function viewQuery({ columns, ...query }: QueueQuery): string {
  return queueHref({ ...query, columns, page: 1, row: null, view: null });
}

/** Whether the screen differs from the view. Null is the built-in view of all pending recommendations. */
export function differsFrom(view: QueueView | null, query: QueueQuery): boolean {
  if (!view) return viewQuery(query) !== viewQuery({ ...query, ...unfiltered });
  return viewQuery(query) !== viewQuery(resolveQuery(paramsOf(view)));
}
