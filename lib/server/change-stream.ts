import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import type { Topic } from '@/lib/read-model/change-feed';
import { type Clock, MINUTE_MS, repeat, systemClock } from '@/lib/time';
import { requireRole } from './auth/person';
import { watchSession } from './auth/watch-session';
import type { Context } from './context';
import { type Presence, type PresenceList, presenceList } from './presence';
import { shutdownSignal } from './shutdown-signal';

const MIN_INTERVAL_MS = 1_000;
/**
 * Between the messages of all streams together, so that the time for reading what changed does not grow
 * with the number of people who follow: each browser reads again after each message.
 */
const SHARED_INTERVAL_MS = 60;
const HEARTBEAT_MS = 20_000;
/** The browser then connects again, so that no connection lasts forever. */
const MAX_DURATION_MS = 5 * MINUTE_MS;
const RETRY_MS = 1_000;

/**
 * Returns the number of the newest change and what others have open, for clients that cannot keep a
 * stream open.
 */
export async function getChangeNumber(
  ctx: Context,
): Promise<{ readonly number: number; readonly presence: Presence }> {
  requireRole(ctx.person, 'viewer');
  const { number } = ctx.readModel.changes;
  return { number, presence: presenceList().others(ctx.person.email) };
}

interface StreamOptions {
  readonly clock?: Clock;
  readonly people?: PresenceList;
}

/**
 * Streams numbered changes as server-sent events: first the current number, then at most one message
 * per second with the topics changed since the last one, and with what others have open if that
 * changed. With more than 25 streams, each sends less often: with 75, every three seconds. Ends after
 * five minutes, when the client disconnects, when the session ends, or when the process shuts down.
 * @param disconnected aborts when the client disconnects
 */
export function streamChanges(
  ctx: Context,
  disconnected: AbortSignal,
  { clock = systemClock, people = presenceList() }: StreamOptions = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  requireRole(ctx.person, 'viewer');
  const { readModel } = ctx;
  // Not AbortSignal.any(), which would add a reference to the process's signal for each stream.
  const endSignals = [disconnected, shutdownSignal()];
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream({
    start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text));
      const openByOthers = () => people.others(ctx.person.email);
      let shown: Presence | null = null;
      const options = {
        clock,
        intervalMs: () =>
          Math.max(MIN_INTERVAL_MS, SHARED_INTERVAL_MS * readModel.changes.subscriberCount),
      };
      const messages = new MessageQueue((topics) => {
        const { number } = readModel.changes;
        const presence = openByOthers();
        const isShown = isDeepStrictEqual(presence, shown);
        if (isShown && topics.length === 0) return false;
        shown = presence;
        const message = isShown ? { number, topics } : { number, topics, presence };
        send(`id: ${number}\ndata: ${JSON.stringify(message)}\n\n`);
        return true;
      }, options);
      const unfollow = readModel.follow((change) => messages.add(change.topics));
      const unfollowPeople = people.subscribe(() => messages.add([]));
      const stopHeartbeat = repeat(() => send(': heartbeat\n\n'), HEARTBEAT_MS, clock);
      const cancelEnd = clock.schedule(() => end(), MAX_DURATION_MS);
      const unwatch = watchSession(ctx, () => end(), clock);
      stop = () => {
        for (const cancel of [unfollow, unfollowPeople, stopHeartbeat, cancelEnd, unwatch])
          cancel();
        messages.cancel();
        for (const signal of endSignals) signal.removeEventListener('abort', end);
      };
      function end() {
        stop();
        controller.close();
      }
      send(`retry: ${RETRY_MS}\n\n`);
      messages.sendNow();
      for (const signal of endSignals) signal.addEventListener('abort', end);
      if (endSignals.some(({ aborted }) => aborted)) end();
    },
    cancel: () => stop(),
  });
}

/** Sends at most one message per interval, with the topics collected since the last. */
class MessageQueue {
  #topics = new Set<Topic>();
  #sentAt = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | null = null;

  constructor(
    /** Returns false if there is nothing to send. */
    private readonly send: (topics: readonly Topic[]) => boolean,
    private readonly options: { readonly clock: Clock; readonly intervalMs: () => number },
  ) {}

  add(topics: Iterable<Topic>): void {
    for (const topic of topics) this.#topics.add(topic);
    if (this.#cancelTimer) return;
    const { clock, intervalMs } = this.options;
    const waitMs = this.#sentAt + intervalMs() - clock.now();
    if (waitMs <= 0) this.sendNow();
    else this.#cancelTimer = clock.schedule(() => this.sendNow(), waitMs);
  }

  sendNow(): void {
    this.cancel();
    const topics = [...this.#topics];
    this.#topics.clear();
    if (this.send(topics)) this.#sentAt = this.options.clock.now();
  }

  cancel(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}
