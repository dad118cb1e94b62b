import {
  endAttempt,
  insertNotification,
  lastNotifications,
  notifiedSubjects,
  pendingNotifications,
  startAttempt,
} from '@/lib/warehouse/sql/notifications';
import type { Command, Query } from '@/lib/warehouse/types';
import { daysBefore, type SampleValues } from './values';

const id = 'sample notification';

/** The queries of notifications. */
export function notificationQueries({ now }: SampleValues): readonly Query<unknown>[] {
  return [
    notifiedSubjects('run.failed', daysBefore(now, 1)),
    pendingNotifications(),
    lastNotifications(),
  ];
}

/** The commands of notifications. */
export function notificationCommands({ now }: SampleValues): readonly Command[] {
  return [
    insertNotification({ id, event: 'run.failed', subjects: '[]', message: '{}', at: now }),
    startAttempt({ id, number: 1, retryAt: now }),
    endAttempt({
      id,
      number: 1,
      status: 'failed',
      error: 'Sample error',
      retryAt: null,
      endedAt: now,
    }),
  ];
}
