import { z } from 'zod';
import { isSecureUrl } from './secure-url';

/** What people can be notified about. */
export const notificationEvents = [
  'queue.overdue',
  'run.failed',
  'run.short',
  'job.failed',
  'review.over_budget',
  'warehouse.health',
  'csm.over_capacity',
  'handover.weekly',
  'digest.daily',
] as const;
export type NotificationEvent = (typeof notificationEvents)[number];

const SECRET_PREFIX = 'whsec_';

/** The key of a signature, from a secret in the form of the Standard Webhooks specification. */
export function signingKey(secret: string): Buffer {
  return Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
}

function isSecret(value: string): boolean {
  if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(value)) return false;
  const { length } = signingKey(value);
  return length >= 24 && length <= 64;
}

function isWebhook(value: string): boolean {
  if (!isSecureUrl(value)) return false;
  const { username, password } = new URL(value);
  return username === '' && password === '';
}

/** Undefined if a part of the list is no event. */
function parseEvents(text: string): readonly NotificationEvent[] | undefined {
  const names = text.split(',').map((name) => name.trim());
  const known = names.map((name) => notificationEvents.find((event) => event === name));
  const events = known.filter((event) => event !== undefined);
  return events.length === names.length ? events : undefined;
}

/** The settings for notifications. Without an address, nothing is sent. */
export const notifyShape = {
  NOTIFY_URL: z
    .string()
    .refine(isWebhook, {
      error:
        'must be an https address without a user name, such as that of a Slack webhook; http only on this machine',
    })
    .optional(),
  NOTIFY_SECRET: z
    .string()
    .refine(isSecret, { error: 'must be whsec_ and 24 to 64 random bytes in base64' })
    .optional(),
  NOTIFY_FORMAT: z.enum(['slack', 'json'], { error: 'must be slack or json' }).optional(),
  NOTIFY_OFF: z
    .string()
    .transform((text, context): readonly NotificationEvent[] => {
      const events = parseEvents(text);
      if (events) return events;
      const message = `must be a list of events with commas, such as run.short,digest.daily: ${notificationEvents.join(', ')}`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .optional(),
  NOTIFY_CHECK_MINUTES: z.coerce
    .number({ error: 'must be a number of minutes from 1 to 1440' })
    .min(1, 'must be at least 1 minute')
    .max(1_440, 'must be at most 1440 minutes')
    .default(5),
} as const;

/** The form of the messages: what NOTIFY_FORMAT says, else Slack's for an address of Slack. */
export function formatFor({
  NOTIFY_URL = '',
  NOTIFY_FORMAT,
}: {
  readonly NOTIFY_URL?: string | undefined;
  readonly NOTIFY_FORMAT?: string | undefined;
}): 'slack' | 'json' {
  if (NOTIFY_FORMAT === 'slack' || NOTIFY_FORMAT === 'json') return NOTIFY_FORMAT;
  const { hostname } = URL.canParse(NOTIFY_URL) ? new URL(NOTIFY_URL) : { hostname: '' };
  return /^hooks\.slack(-gov)?\.com$/.test(hostname) ? 'slack' : 'json';
}

/**
 * Finds settings for notifications that are missing.
 * @returns one line per problem, starting with the variable's name
 */
export function notifyProblems(variables: Readonly<Record<string, string>>): readonly string[] {
  const { NOTIFY_URL, NOTIFY_SECRET } = variables;
  if (!NOTIFY_URL) {
    return ['SCHEDULE_HANDOVER', 'SCHEDULE_DIGEST'].flatMap((name) =>
      variables[name] ? [`${name}: needs NOTIFY_URL, to which it is sent`] : [],
    );
  }
  if (formatFor(variables) === 'slack' || NOTIFY_SECRET) return [];
  return ['NOTIFY_SECRET: is required with NOTIFY_URL, so that the receiver can verify messages'];
}
