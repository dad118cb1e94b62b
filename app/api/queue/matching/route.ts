import { loadQueueQuery, toListQueueInput } from '@/app/(app)/queue/search-params';
import { listQueueInput } from '@/lib/decisions/queue';
import { listMatching } from '@/lib/decisions/queue-selection';
import { runRoute } from '@/lib/server/api';

/** Returns what matches the queue page's search params, over all pages. */
export function GET(request: Request): Promise<Response> {
  const input = toListQueueInput(loadQueueQuery(request));
  return runRoute('queue.matching', request, listQueueInput, input, listMatching);
}
