import 'server-only';
import type { Context } from '@/lib/server/context';
import { log } from '@/lib/server/log';
import { HOUR_MS } from '@/lib/time';
import {
  endAttempt,
  type NotificationRow,
  pendingNotifications,
  startAttempt,
} from '@/lib/warehouse/sql/notifications';
import { parseMessage } from './message';
import { postNotification } from './post-notification';
import type { NotificationTarget } from './target';

/** With the delays below, the last attempt is about three hours after the first. */
export const MAX_ATTEMPTS = 10;
const FIRST_DELAY_MS = 30_000;
const MAX_JITTER = 0.25;

/**
 * How long to wait after a failed attempt, in milliseconds: half a minute, twice as long each time, at most
 * an hour, plus up to a quarter.
 * @param attempt 1 for the first
 * @param random from 0 (inclusive) to 1 (exclusive)
 */
export function retryDelayMs(attempt: number, random: number): number {
  const delay = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), HOUR_MS);
  return Math.round(delay * (1 + MAX_JITTER * random));
}

/**
 * Attempts to deliver the notifications that are due. Of several servers, one attempts each. What a dead
 * process had begun is attempted again, so a notification may arrive twice, with the same id.
 * @returns when another attempt is due; null if none is
 */
export async function deliverPending(
  ctx: Pick<Context, 'warehouse' | 'now'>,
  target: NotificationTarget,
  { random = Math.random }: { readonly random?: () => number } = {},
): Promise<Date | null> {
  const due: Date[] = [];
  for (const row of await ctx.warehouse.read(pendingNotifications())) {
    const at = row.nextAttemptAt ?? ctx.now();
    const next = at <= ctx.now() ? await attemptDelivery(ctx, target, row, random()) : at;
    if (next) due.push(next);
  }
  return due.length === 0 ? null : new Date(Math.min(...due.map((at) => at.getTime())));
}

/** Returns when to try again; null if the delivery has ended or another server attempts it. */
async function attemptDelivery(
  ctx: Pick<Context, 'warehouse' | 'now'>,
  target: NotificationTarget,
  { id, event, createdAt, message, attempts }: NotificationRow,
  random: number,
): Promise<Date | null> {
  const number = attempts + 1;
  const delay = retryDelayMs(number, random);
  // If this process ends during the attempt, another one may start then.
  const lease = startAttempt({ id, number, retryAt: after(ctx.now(), delay) });
  const isFirst = await ctx.warehouse.transaction('notifications.attempt', (session) =>
    session.write(lease),
  );
  if (isFirst === 0) return null;
  const outgoing = { id, event, createdAt, message: parseMessage(message) };
  const delivery = await postNotification(target, outgoing, { now: ctx.now() });
  const now = ctx.now();
  const isOver = delivery.ok || delivery.isFinal || number >= MAX_ATTEMPTS;
  const wait = delivery.ok ? 0 : Math.max(delay, delivery.retryAfterMs ?? 0);
  const retryAt = isOver ? null : after(now, wait);
  const status = delivery.ok ? 'delivered' : isOver ? 'failed' : 'pending';
  const error = delivery.ok ? null : delivery.error;
  if (error) log.warn({ event, id, attempt: number, retryAt, error }, 'notification not delivered');
  const end = endAttempt({ id, number, status, error, retryAt, endedAt: isOver ? now : null });
  await ctx.warehouse.transaction('notifications.result', (session) => session.write(end));
  return retryAt;
}

function after(time: Date, ms: number): Date {
  return new Date(time.getTime() + ms);
}
