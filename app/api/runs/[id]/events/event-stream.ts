import { log } from '@/lib/log';

/** How often a silent stream shows that it is alive, in milliseconds. */
const heartbeat = 15_000;

/**
 * Spells values as server-sent events, one JSON document each, until there are no more.
 * @param leave called when whoever listens has gone
 */
export function eventStream<Value>(
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
      const timer = setInterval(() => send(':\n\n'), heartbeat);
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
