import { describe, expect, it } from 'vitest';
import {
  endAttempt,
  insertNotification,
  lastNotifications,
  notifiedSubjects,
  pendingNotifications,
  startAttempt,
} from '@/lib/warehouse/sql/notifications';
import type { ContractHarness } from './harness';
import { hoursLater, now } from './rows';

/** Statements on notifications. */
export function describeNotifications(harness: ContractHarness): void {
  describe('notifications', () => {
    const insert = (id: string, event: string, at: Date) =>
      insertNotification({ id, event, subjects: `["${id}"]`, message: '{}', at });
    const attempt = (number: number) =>
      startAttempt({ id: 'N1', number, retryAt: hoursLater(number) });
    const added = { id: 'N1', event: 'run.failed', message: '{}', createdAt: now };

    it('know what an event was about since a time', async () => {
      const since = (at: Date) => harness.read(notifiedSubjects('run.failed', at));
      expect(await since(now)).toEqual([]);
      await harness.write(
        insert('N1', 'run.failed', now),
        insert('N2', 'run.failed', hoursLater(2)),
        insert('N3', 'queue.overdue', hoursLater(2)),
      );
      expect(await since(hoursLater(-1))).toEqual([{ subjects: '["N1"]' }, { subjects: '["N2"]' }]);
      expect(await since(now)).toEqual([{ subjects: '["N2"]' }]);
    });

    it('are attempted by one server at a time, until an attempt succeeds', async () => {
      expect(await harness.read(pendingNotifications())).toEqual([]);
      const end = (number: number, succeeded: boolean) =>
        endAttempt({
          id: 'N1',
          number,
          status: succeeded ? 'delivered' : 'pending',
          error: succeeded ? null : 'Refused.',
          retryAt: succeeded ? null : hoursLater(9),
          endedAt: succeeded ? hoursLater(2) : null,
        });
      const started = [attempt(1), attempt(1)];
      expect(await harness.write(insert('N1', 'run.failed', now), ...started)).toEqual([1, 1, 0]);
      expect(await harness.read(pendingNotifications())).toEqual([
        {
          ...added,
          status: 'pending',
          attempts: 1,
          nextAttemptAt: hoursLater(1),
          lastError: null,
          endedAt: null,
        },
      ]);
      expect(await harness.write(end(1, false), attempt(2), end(1, false))).toEqual([1, 1, 0]);
      expect(await harness.read(pendingNotifications())).toMatchObject([
        { attempts: 2, nextAttemptAt: hoursLater(2), lastError: 'Refused.' },
      ]);
      expect(await harness.write(end(2, true), attempt(3))).toEqual([1, 0]);
      expect(await harness.read(pendingNotifications())).toEqual([]);
    });

    it('list the last one of each event', async () => {
      expect(await harness.read(lastNotifications())).toEqual([]);
      await harness.write(
        insert('N1', 'run.failed', now),
        insert('N2', 'run.failed', hoursLater(1)),
        insert('N3', 'queue.overdue', hoursLater(-1)),
      );
      expect(await harness.read(lastNotifications())).toMatchObject([
        { id: 'N3', event: 'queue.overdue', endedAt: null },
        { id: 'N2', event: 'run.failed', status: 'pending', attempts: 0 },
      ]);
    });
  });
}
