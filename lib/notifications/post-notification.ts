import { createHmac } from 'node:crypto';
import { HOUR_MS } from '@/lib/time';
import { messageBody, type OutgoingNotification } from './message';
import type { NotificationTarget } from './target';

/** How an attempt ended. */
export type Delivery =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** Why, in plain words. */
      readonly error: string;
      /** Whether another attempt cannot help. */
      readonly isFinal: boolean;
      /** How long the receiver asked to wait, in milliseconds; null if it did not. */
      readonly retryAfterMs: number | null;
    };

/** How long the receiver may take. */
const TIMEOUT_MS = 10_000;

/**
 * Sends a notification once, with the headers of the Standard Webhooks specification. A status of 2xx is
 * success; others below 500 are final, except 408, 425, and 429. Never rejects.
 */
export async function postNotification(
  target: Pick<NotificationTarget, 'url' | 'host' | 'format' | 'key' | 'appUrl'>,
  notification: OutgoingNotification,
  { now, timeoutMs = TIMEOUT_MS }: { readonly now: Date; readonly timeoutMs?: number },
): Promise<Delivery> {
  const { id } = notification;
  const body = messageBody(target, notification);
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const signature = target.key && sign(target.key, `${id}.${timestamp}.${body}`);
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      // A redirect would take the message to an address that nobody configured.
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'csm-routing',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        ...(signature && { 'webhook-signature': `v1,${signature}` }),
      },
      body,
    });
    await response.body?.cancel();
    return response.ok ? { ok: true } : refused(target.host, response, now);
  } catch (error) {
    const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
    return {
      ok: false,
      error: isTimeout
        ? `${target.host} did not answer within ${timeoutMs / 1_000} seconds.`
        : `${target.host} could not be reached${codeOf(error)}.`,
      isFinal: false,
      retryAfterMs: null,
    };
  }
}

function sign(key: Buffer, content: string): string {
  return createHmac('sha256', key).update(content).digest('base64');
}

/** Statuses below 500 after which another attempt may succeed. */
const TEMPORARY: readonly number[] = [408, 425, 429];

function refused(host: string, { status, headers }: Response, now: Date): Delivery {
  return {
    ok: false,
    error: `${host} answered with status ${status}${hintOf(status)}.`,
    isFinal: status < 500 && !TEMPORARY.includes(status),
    retryAfterMs: retryAfter(headers.get('retry-after'), now),
  };
}

/** What to do about a status, after "answered with status 404". */
function hintOf(status: number): string {
  if (status >= 300 && status < 400)
    return ', a redirect, which is not followed: correct NOTIFY_URL';
  if (status === 400) return ': it does not accept the message, so check NOTIFY_FORMAT';
  if (status === 401 || status === 403) return ': check NOTIFY_SECRET and what the webhook may do';
  if (status === 404 || status === 410)
    return ': the webhook does not exist, so correct NOTIFY_URL';
  return '';
}

/** Seconds or a date, at most an hour. */
function retryAfter(value: string | null, now: Date): number | null {
  if (value === null) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now.getTime();
  return ms > 0 ? Math.min(ms, HOUR_MS) : null;
}

/** The system's code of a failed connection, such as ENOTFOUND. The rest may name what is secret. */
function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } };
  const code = cause?.code;
  return typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? ` (${code})` : '';
}
