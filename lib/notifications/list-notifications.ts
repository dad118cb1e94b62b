import 'server-only';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { type NotificationEvent, notificationEvents } from '@/lib/server/env-notify';
import { lastNotifications, type NotificationRow } from '@/lib/warehouse/sql/notifications';
import { eventLabels } from './events';
import { parseMessage } from './message';
import type { NotificationTarget } from './target';

/** The last notification of an event, and how its delivery went. */
export interface LastNotification extends Omit<NotificationRow, 'id' | 'event' | 'message'> {
  readonly title: string;
}

/** An event as the Notifications page shows it. */
export interface ListedEvent {
  readonly event: NotificationEvent;
  readonly label: string;
  readonly description: string;
  readonly isOn: boolean;
  /** Null if there was none. */
  readonly last: LastNotification | null;
}

/** Returns every event with its last notification. Admins only. */
export async function listNotifications(
  ctx: Context,
  target: NotificationTarget | null,
): Promise<readonly ListedEvent[]> {
  requireRole(ctx.person, 'admin');
  const rows = await ctx.warehouse.read(lastNotifications());
  return notificationEvents.map((event) => {
    const row = rows.find((each) => each.event === event);
    return {
      event,
      ...eventLabels[event],
      isOn: target !== null && !target.off.includes(event),
      last: row ? lastOf(row) : null,
    };
  });
}

function lastOf({ id: _, event: __, message, ...delivery }: NotificationRow): LastNotification {
  return { ...delivery, title: parseMessage(message).title };
}
