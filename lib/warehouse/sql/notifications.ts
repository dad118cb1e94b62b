import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import {
  amount,
  instant,
  optionalInstant,
  optionalText,
  text,
  timestampBind,
} from './shared/columns';
import { command, query } from './shared/statement';

const deliveryStatus = z.enum(['pending', 'delivered', 'failed']);
export type DeliveryStatus = z.infer<typeof deliveryStatus>;

const notificationRow = z
  .object({
    notification_id: text,
    event: text,
    message: text,
    created_at: instant,
    status: deliveryStatus,
    attempts: amount,
    next_attempt_at: optionalInstant,
    last_error: optionalText,
    ended_at: optionalInstant,
  })
  .transform((row) => ({
    id: row.notification_id,
    event: row.event,
    /** JSON; lib/notifications parses it. */
    message: row.message,
    createdAt: row.created_at,
    status: row.status,
    attempts: row.attempts,
    /** Null once the delivery has ended. */
    nextAttemptAt: row.next_attempt_at,
    /** Why the last attempt failed, in plain words. */
    lastError: row.last_error,
    endedAt: row.ended_at,
  }));
export type NotificationRow = z.infer<typeof notificationRow>;

const columns = sql`notification_id, event, message, created_at, status, attempts, next_attempt_at,
  last_error, ended_at`;

const subjectsRow = z.object({ subjects: text });

/** What the notifications of an event since a time were about: a JSON list of texts for each. */
export function notifiedSubjects(event: string, since: Date): Query<{ readonly subjects: string }> {
  return query({
    name: 'notifications.subjects',
    tables: ['notifications'],
    row: subjectsRow,
    sql: sql`SELECT subjects FROM ${t.notifications}
WHERE event = ${event} AND created_at > ${timestampBind(since)}
ORDER BY created_at, notification_id`,
  });
}

/** Adds a notification that is to be delivered at once. */
export function insertNotification(notification: {
  readonly id: string;
  readonly event: string;
  /** JSON list of texts. */
  readonly subjects: string;
  /** JSON. */
  readonly message: string;
  readonly at: Date;
}): Command {
  const { id, event, subjects, message, at } = notification;
  return command({
    name: 'notifications.insert',
    tables: ['notifications'],
    sql: sql`INSERT INTO ${t.notifications} (
  notification_id, event, subjects, message, created_at, status, attempts, next_attempt_at
)
VALUES (${id}, ${event}, ${subjects}, ${message}, ${timestampBind(at)}, 'pending', 0, ${timestampBind(at)})`,
  });
}

/** The notifications that are not delivered yet, oldest first. */
export function pendingNotifications(): Query<NotificationRow> {
  return query({
    name: 'notifications.pending',
    tables: ['notifications'],
    row: notificationRow,
    sql: sql`SELECT ${columns} FROM ${t.notifications}
WHERE status = 'pending'
ORDER BY created_at, notification_id`,
  });
}

/** The last notification of each event. */
export function lastNotifications(): Query<NotificationRow> {
  return query({
    name: 'notifications.last',
    tables: ['notifications'],
    row: notificationRow,
    sql: sql`SELECT ${columns} FROM ${t.notifications}
QUALIFY ROW_NUMBER() OVER (PARTITION BY event ORDER BY created_at DESC, notification_id DESC) = 1
ORDER BY event`,
  });
}

/**
 * Starts the next attempt to deliver a notification. Affects one row for the first server, and none for
 * others.
 * @param attempt.number 1 for the first
 * @param attempt.retryAt when another attempt may start, if this one fails or its process ends
 */
export function startAttempt(attempt: {
  readonly id: string;
  readonly number: number;
  readonly retryAt: Date;
}): Command {
  const { id, number, retryAt } = attempt;
  return command({
    name: 'notifications.attempt',
    tables: ['notifications'],
    sql: sql`UPDATE ${t.notifications}
SET attempts = ${number}, next_attempt_at = ${timestampBind(retryAt)}
WHERE notification_id = ${id} AND attempts = ${number - 1} AND status = 'pending'`,
  });
}

/** Records how an attempt ended. Affects no row if another one has started since. */
export function endAttempt(attempt: {
  readonly id: string;
  readonly number: number;
  readonly status: DeliveryStatus;
  readonly error: string | null;
  /** Null if it was the last one. */
  readonly retryAt: Date | null;
  readonly endedAt: Date | null;
}): Command {
  const { id, number, status, error, retryAt, endedAt } = attempt;
  return command({
    name: 'notifications.result',
    tables: ['notifications'],
    sql: sql`UPDATE ${t.notifications}
SET status = ${status}, last_error = CAST(${error} AS VARCHAR),
  next_attempt_at = CAST(${retryAt?.toISOString() ?? null} AS TIMESTAMP_NTZ),
  ended_at = CAST(${endedAt?.toISOString() ?? null} AS TIMESTAMP_NTZ)
WHERE notification_id = ${id} AND attempts = ${number} AND status = 'pending'`,
  });
}
