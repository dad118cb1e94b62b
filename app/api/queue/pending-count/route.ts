import { z } from 'zod';
import { countPending } from '@/lib/decisions/queue';
import { runRoute } from '@/lib/server/api';

/** Returns the number of pending recommendations. */
export function GET(request: Request): Promise<Response> {
  return runRoute('queue.pending-count', request, z.undefined(), undefined, async (context) => ({
    pending: await countPending(context),
  }));
}
