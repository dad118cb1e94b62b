import { snooze, snoozeInput } from '@/lib/decisions/snooze';
import { readJson, runRoute } from '@/lib/server/api';

/** Takes recommendations out of the queue for a while, or returns them. */
export function POST(request: Request): Promise<Response> {
  return runRoute('snoozes', request, snoozeInput, readJson, snooze);
}
