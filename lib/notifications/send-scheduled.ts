import 'server-only';
import type { Context } from '@/lib/server/context';
import { DAY_MS } from '@/lib/time';
import { lastNotifications } from '@/lib/warehouse/sql/notifications';
import { claimNotification } from './claim-notification';
import { deliverPending } from './deliver-pending';
import { writeDigest } from './digest';
import { writeHandover } from './handover';
import type { NotificationTarget } from './target';

const writers = { 'digest.daily': writeDigest, 'handover.weekly': writeHandover } as const;

/** How a scheduled notification ended, in the words of the Schedule page. */
export interface ScheduledResult {
  readonly status: 'succeeded' | 'failed';
  readonly message: string;
}

/** Sends the digest or the handover that is due at a time, once. Failed attempts are repeated later. */
export async function sendScheduled(
  ctx: Context,
  target: NotificationTarget,
  { event, dueAt }: { readonly event: keyof typeof writers; readonly dueAt: Date },
): Promise<ScheduledResult> {
  const id = await claimNotification(ctx, {
    event,
    subjects: [dueAt.toISOString()],
    since: new Date(dueAt.getTime() - DAY_MS),
    write: () => writers[event](ctx, target),
  });
  if (id === null) return { status: 'succeeded', message: 'It was sent before.' };
  await deliverPending(ctx, target);
  const rows = await ctx.warehouse.read(lastNotifications());
  const { status, lastError } = rows.find((row) => row.id === id) ?? {};
  if (status === 'delivered') return { status: 'succeeded', message: `Sent to ${target.host}.` };
  const error = lastError ?? 'It is being sent.';
  if (status === 'failed') return { status: 'failed', message: error };
  return {
    status: 'succeeded',
    message: `${error} The server tries again; the Notifications page shows the outcome.`,
  };
}
