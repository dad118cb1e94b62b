import { notificationTarget } from '@/lib/notifications/target';
import { parseEnv } from '@/lib/server/env';
import { webhookSecret } from './webhook-receiver';

/** The target at an address. */
export function targetAt(url: string, settings: Readonly<Record<string, string>> = {}) {
  const found = notificationTarget(
    parseEnv({
      NOTIFY_URL: url,
      NOTIFY_SECRET: webhookSecret,
      NEXTAUTH_URL: 'https://csm.example.com',
      ...settings,
    }),
  );
  if (!found) throw new Error('There is no target.');
  return found;
}
