import { followRun } from '@/lib/runs/follow-run';
import { apiContext, failureResponse } from '@/lib/server/api';
import { log } from '@/lib/server/log';

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

/** Tells where a run is as server-sent events: its state, then every change until it ends. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  try {
    const ctx = await apiContext(request);
    const left = new AbortController();
    const signal = AbortSignal.any([request.signal, left.signal]);
    const states = followRun(ctx, (await params).id, signal);
    // Asked for before the answer begins, so that an unknown run is a plain 404.
    const first = await states.next();
    return new Response(
      eventStream(first, states, () => left.abort()),
      {
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          // Compression or a proxy's buffer would hold the events back.
          'cache-control': 'no-store, no-transform',
          'x-accel-buffering': 'no',
        },
      },
    );
  } catch (error) {
    return failureResponse('runs.follow', error);
  }
}

/** How often a silent stream shows that it is alive, in milliseconds. */
const HEARTBEAT_INTERVAL_MS = 15_000;

/**
 * Spells values as server-sent events, one JSON document each, until there are no more.
 * @param leave called when whoever listens has gone
 */
function eventStream<Value>(
  first: IteratorResult<Value, void>,
  rest: AsyncGenerator<Value, void, void>,
  leave: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let gone = false;
  return new ReadableStream({
    async start(stream) {
      const send = (text: string) => {
        if (!gone) stream.enqueue(encoder.encode(text));
      };
      const timer = setInterval(() => send(':\n\n'), HEARTBEAT_INTERVAL_MS);
      try {
        for (let next = first; !next.done; next = await rest.next()) {
          send(`data: ${JSON.stringify(next.value)}\n\n`);
        }
        if (!gone) stream.close();
      } catch (error) {
        // Nobody hears how it ends once the listener has gone, which may be why it does.
        if (gone) return;
        log.warn({ err: error }, 'a stream of events broke off');
        stream.error(error);
      } finally {
        clearInterval(timer);
      }
    },
    cancel() {
      gone = true;
      leave();
    },
  });
}
