import type { Env } from '@/lib/server/env';
import { formatFor, type NotificationEvent, signingKey } from '@/lib/server/env-notify';
import { MINUTE_MS } from '@/lib/time';

/** Where notifications go, and which. */
export interface NotificationTarget {
  /** A secret: the address of a Slack webhook is its password. */
  readonly url: string;
  /** The part of the address that may be shown. */
  readonly host: string;
  readonly format: 'slack' | 'json';
  /** What messages are signed with; null if they are not. */
  readonly key: Buffer | null;
  readonly off: readonly NotificationEvent[];
  /** The address of this app, for links. */
  readonly appUrl: string;
  /** The time zone of days and weeks. */
  readonly timeZone: string;
  /** How often conditions are checked, in milliseconds. */
  readonly checkMs: number;
}

/** The target that the settings name; null if nothing is to be sent. */
export function notificationTarget(
  settings: Pick<
    Env,
    | 'NOTIFY_URL'
    | 'NOTIFY_SECRET'
    | 'NOTIFY_FORMAT'
    | 'NOTIFY_OFF'
    | 'NOTIFY_CHECK_MINUTES'
    | 'NEXTAUTH_URL'
    | 'PORT'
    | 'SCHEDULE_TIME_ZONE'
  >,
): NotificationTarget | null {
  const { NOTIFY_URL: url, NOTIFY_SECRET: secret } = settings;
  if (url === undefined) return null;
  return {
    url,
    host: new URL(url).host,
    format: formatFor(settings),
    key: secret === undefined ? null : signingKey(secret),
    off: settings.NOTIFY_OFF ?? [],
    appUrl: settings.NEXTAUTH_URL ?? `http://localhost:${settings.PORT}`,
    timeZone: settings.SCHEDULE_TIME_ZONE,
    checkMs: settings.NOTIFY_CHECK_MINUTES * MINUTE_MS,
  };
}
