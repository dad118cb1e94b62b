import { loadQueueQuery, toListQueueInput } from '@/app/(app)/queue/search-params';
import { listQueue, listQueueInput } from '@/lib/decisions/queue';
import { runRoute } from '@/lib/server/api';

/** Returns a page of the queue, for the same search params as the queue page. */
export function GET(request: Request): Promise<Response> {
  const input = toListQueueInput(loadQueueQuery(request));
  return runRoute('queue', request, listQueueInput, input, listQueue);
}
