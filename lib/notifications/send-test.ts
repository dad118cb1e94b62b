import 'server-only';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { recordAudit } from '@/lib/server/audit/audited-transaction';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { postNotification } from './post-notification';
import type { NotificationTarget } from './target';

const sendTestInput = z.strictObject({ confirm: z.literal(true, { error: 'must be true' }) });
export type SendTestInput = z.input<typeof sendTestInput>;

/** How a test went. */
export interface TestResult {
  readonly host: string;
  /** Why it was not delivered, in plain words; null if it was. */
  readonly error: string | null;
}

/**
 * Sends a test notification once and records that in the audit trail. Admins only.
 * @throws AppError `invalid_input` if no target is set
 */
export async function sendTest(
  ctx: Context,
  target: NotificationTarget | null,
  input: SendTestInput,
): Promise<TestResult> {
  requireRole(ctx.person, 'admin');
  parseInput(sendTestInput, input);
  if (target === null) {
    throw new AppError('invalid_input', 'Nothing was sent: NOTIFY_URL is not set.');
  }
  const { host } = target;
  const now = ctx.now();
  const delivery = await postNotification(
    target,
    { id: uuid(), event: 'test', createdAt: now, message: testMessage(ctx.person.name) },
    { now },
  );
  const error = delivery.ok ? null : delivery.error;
  const details = { host, error };
  await recordAudit(ctx, { action: 'notifications.tested', subject: host, details });
  return { host, error };
}

function testMessage(by: string) {
  return {
    title: 'This is a test of CSM Routing’s notifications',
    lines: [{ text: `Sent by ${by}. Nothing happened, and nothing is to be done.` }],
    link: { label: 'Open Notifications', path: '/notifications' },
    fields: { sentBy: by },
  };
}
