import { z } from 'zod';
import { runRoute } from '@/lib/server/api';
import { getChangeNumber } from '@/lib/server/change-stream';

/** Returns the number of the newest change, for browsers that cannot keep `/api/events` open. */
export function GET(request: Request): Promise<Response> {
  return runRoute('events.number', request, z.undefined(), undefined, getChangeNumber);
}
