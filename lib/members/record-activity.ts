import 'server-only';
import { LRUCache } from 'lru-cache';
import type { SessionLimits } from '@/lib/server/auth/session';
import type { Context } from '@/lib/server/context';
import { MINUTE_MS } from '@/lib/time';
import { touchSession } from '@/lib/warehouse/sql/sessions';

const MAX_INTERVAL_MS = 5 * MINUTE_MS;

/** When each session's activity was last recorded by this process, in epoch milliseconds. */
const recorded = new LRUCache<string, number>({ max: 10_000 });

/**
 * Records that the person uses the keyboard or pointer, at most once in 5 minutes, or in an eighth of
 * the idle limit. Only this keeps a session from becoming idle: an open tab also reads by itself.
 */
export async function recordActivity(
  { warehouse, person, now }: Pick<Context, 'warehouse' | 'person' | 'now'>,
  { idleMs }: Pick<SessionLimits, 'idleMs'>,
): Promise<void> {
  const { sessionId } = person;
  if (!sessionId) return;
  const at = now();
  const last = recorded.get(sessionId);
  if (last !== undefined && at.getTime() - last < Math.min(MAX_INTERVAL_MS, idleMs / 8)) return;
  await warehouse.transaction('sessions.touch', (session) =>
    session.write(touchSession(sessionId, at)),
  );
  recorded.set(sessionId, at.getTime());
}
