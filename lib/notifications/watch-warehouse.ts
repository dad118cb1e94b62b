import 'server-only';
import { hostname } from 'node:os';
import { v7 as uuid } from 'uuid';
import { toErrorResponse } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { MINUTE_MS } from '@/lib/time';
import { MAX_ATTEMPTS, retryDelayMs } from './deliver-pending';
import { counted } from './format-text';
import type { Message, OutgoingNotification } from './message';
import { postNotification } from './post-notification';
import type { NotificationTarget } from './target';

/** The warehouse did not work between two times, as this server saw it. */
export interface Outage {
  readonly since: Date;
  readonly until: Date;
}

/** What a look at the warehouse found. */
export interface Health {
  readonly works: boolean;
  /** The outage that has just ended and that people were notified about; null if there is none. */
  readonly ended: Outage | null;
}

/**
 * Watches whether the warehouse can be read and written. After two failed checks in a row, it tells people
 * directly, once per outage, because a notification cannot be saved in a broken warehouse.
 * @param check rejects while the warehouse is broken
 * @param delayMs how long to wait after a failed attempt to tell them, in milliseconds
 */
export function watchWarehouse(
  target: NotificationTarget,
  check: () => Promise<void>,
  now: () => Date,
  delayMs = (attempt: number) => retryDelayMs(attempt, Math.random()),
): () => Promise<Health> {
  let outage: { readonly since: Date; isTold: boolean } | null = null;
  return async () => {
    const error = await check().then(
      () => null,
      (cause: unknown) => toErrorResponse(cause),
    );
    if (error === null) {
      const ended = outage?.isTold ? { since: outage.since, until: now() } : null;
      outage = null;
      return { works: true, ended };
    }
    if (outage === null) outage = { since: now(), isTold: false };
    else if (!outage.isTold && !target.off.includes('warehouse.health')) {
      outage.isTold = true;
      const message = brokenMessage(error.message, outage.since);
      const notification = { id: uuid(), event: 'warehouse.health', createdAt: now(), message };
      sendDirectly(target, notification, delayMs);
    }
    return { works: false, ended: null };
  };
}

/** What an outage is called in the list of notifications: each server has its own. */
export function subjectOf({ since }: Outage): string {
  return `${hostname()} ${since.toISOString()}`;
}

function brokenMessage(reason: string, since: Date): Message {
  return {
    title: 'The warehouse or its writer is broken',
    lines: [
      { text: reason },
      { text: `Seen by ${hostname()}. Decisions and runs are refused until it works again.` },
    ],
    link: { label: 'Open Diagnostics', path: '/diagnostics' },
    fields: { status: 'broken', reason, since: since.toISOString(), server: hostname() },
  };
}

/** The message about the end of an outage. */
export function recoveredMessage({ since, until }: Outage): Message {
  const minutes = Math.max(1, Math.round((until.getTime() - since.getTime()) / MINUTE_MS));
  return {
    title: 'The warehouse works again',
    lines: [{ text: `It was broken for ${counted(minutes, 'minute')}, as ${hostname()} saw it.` }],
    link: { label: 'Open Diagnostics', path: '/diagnostics' },
    fields: {
      status: 'recovered',
      since: since.toISOString(),
      until: until.toISOString(),
      server: hostname(),
    },
  };
}

/** Sends a notification that is not saved. It is repeated like others until the process ends. */
function sendDirectly(
  target: NotificationTarget,
  notification: OutgoingNotification,
  delayMs: (attempt: number) => number,
): void {
  const attempt = async (number: number) => {
    const delivery = await postNotification(target, notification, { now: new Date() });
    if (delivery.ok) return;
    const { event } = notification;
    log.error({ event, attempt: number, error: delivery.error }, 'notification not delivered');
    if (delivery.isFinal || number >= MAX_ATTEMPTS) return;
    const wait = Math.max(delayMs(number), delivery.retryAfterMs ?? 0);
    setTimeout(() => void attempt(number + 1), wait).unref();
  };
  void attempt(1);
}
