import { runEventStream } from '@/lib/server/api';
import { streamChanges } from '@/lib/server/change-stream';

/** Streams what changed, as server-sent events with a number and topics. It never sends data. */
export function GET(request: Request): Promise<Response> {
  return runEventStream('events', request, streamChanges);
}
