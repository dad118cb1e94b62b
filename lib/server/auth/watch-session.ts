import 'server-only';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { type Clock, repeat } from '@/lib/time';
import { checkSession } from './check-session';
import { sessionLimits } from './session';

/** A check reads a statement only if the last one is 30 seconds old. */
const CHECK_INTERVAL_MS = 5_000;

/**
 * Calls `onEnd` once when the session of a long request has ended: at once if this server ends it or
 * changes its member, and within 35 seconds otherwise.
 * @returns a function that stops it
 */
export function watchSession(
  { warehouse, person, now }: Pick<Context, 'warehouse' | 'person' | 'now'>,
  onEnd: () => void,
  clock: Clock,
): () => void {
  const { sessionId } = person;
  if (!sessionId) return () => {};
  let isWatching = true;
  const stop = () => {
    isWatching = false;
    stopTimer();
    unfollow();
  };
  const check = async () => {
    try {
      await checkSession(warehouse, sessionId, { now: now(), ...sessionLimits() });
    } catch (error) {
      // If the warehouse does not respond, the next check tells.
      if (!isWatching || !(error instanceof AppError) || error.code !== 'sign_in_required') return;
      stop();
      onEnd();
    }
  };
  const stopTimer = repeat(check, CHECK_INTERVAL_MS, clock);
  const unfollow = warehouse.onCommit(({ tables }) => {
    if (tables.has('sessions') || tables.has('members')) void check();
  });
  return stop;
}
