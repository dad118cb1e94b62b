import { listStillPending, stillPendingInput } from '@/lib/decisions/queue-selection';
import { runRoute } from '@/lib/server/api';

/** Returns which of the recommendations in `?ids=` (separated by commas) are still pending. */
export function GET(request: Request): Promise<Response> {
  const ids = new URL(request.url).searchParams.get('ids') ?? '';
  return runRoute(
    'queue.still-pending',
    request,
    stillPendingInput,
    { recommendationIds: ids.split(',').filter(Boolean) },
    async (ctx, input) => ({ recommendationIds: await listStillPending(ctx, input) }),
  );
}
