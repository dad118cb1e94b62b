import { currentFormat } from '@/app/(app)/_shared/current-format';
import { queueCsv } from '@/app/(app)/queue/queue-csv';
import { loadQueueQuery, toListQueueInput } from '@/app/(app)/queue/search-params';
import { exportQueue, exportQueueInput } from '@/lib/decisions/export-queue';
import { runDownload } from '@/lib/server/api';

/** Returns all rows that match the queue page's search params as a CSV file. */
export function GET(request: Request): Promise<Response> {
  const query = loadQueueQuery(request);
  const input = toListQueueInput(query);
  return runDownload(
    'queue.export',
    request,
    exportQueueInput,
    input,
    async (ctx, parsed) => queueCsv(await exportQueue(ctx, parsed), query, await currentFormat()),
    { scope: 'exports' },
  );
}
