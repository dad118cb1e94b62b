import { describe, expect, it } from 'vitest';
import { upsertMember } from '@/lib/warehouse/sql/members';
import {
  endAllSessions,
  endSession,
  endSessions,
  insertSession,
  openSessions,
  sessionWithMember,
  touchSession,
} from '@/lib/warehouse/sql/sessions';
import { edgeCaseStrings } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, now } from './rows';

/** Statements on sessions. */
export function describeSessions(harness: ContractHarness): void {
  describe('sessions', () => {
    const start = (sessionId: string, email = 'mia@b.c') =>
      insertSession({
        sessionId,
        email,
        device: edgeCaseStrings[0],
        method: 'password',
        at: now,
        expiresAt: hoursLater(12),
      });
    const mia = upsertMember({
      email: 'Mia@b.c',
      name: edgeCaseStrings[0],
      role: 'admin',
      passwordHash: null,
      now,
    });
    const open = (at: Date, idleSince: Date, email?: string) =>
      harness
        .read(openSessions({ now: at, idleSince, email }))
        .then((rows) => rows.map(({ session_id }) => session_id));

    it('are read together with the member, ignoring the case of the address', async () => {
      await harness.write(mia, start('1'), start('2', 'left@b.c'));
      expect(await harness.read(sessionWithMember('1'))).toEqual([
        {
          session_id: '1',
          created_at: now,
          last_seen_at: now,
          expires_at: hoursLater(12),
          ended_at: null,
          end_reason: null,
          disabled_at: null,
          email: 'Mia@b.c',
          name: edgeCaseStrings[0],
          role: 'admin',
        },
      ]);
      expect(await harness.read(sessionWithMember('2'))).toEqual([]);
      expect(await harness.read(sessionWithMember("' OR 1=1 --"))).toEqual([]);
    });

    it('record when the person was last seen, which never moves back', async () => {
      await harness.write(mia, start('1'));
      expect(await harness.write(touchSession('1', hoursLater(1)))).toEqual([1]);
      expect(await harness.write(touchSession('1', hoursLater(0.5)))).toEqual([0]);
      expect(await harness.read(sessionWithMember('1'))).toMatchObject([
        { last_seen_at: hoursLater(1) },
      ]);
    });

    it('end once, and are not touched afterwards', async () => {
      await harness.write(mia, start('1'));
      const end = {
        sessionId: '1',
        email: 'MIA@b.c',
        by: 'mia@b.c',
        reason: 'signed_out' as const,
        at: hoursLater(1),
      };
      expect(await harness.write(endSession({ ...end, email: 'bo@b.c' }))).toEqual([0]);
      expect(await harness.write(endSession(end))).toEqual([1]);
      const again = endSession({ ...end, reason: 'ended_by_admin', at: hoursLater(2) });
      expect(await harness.write(again, touchSession('1', hoursLater(3)))).toEqual([0, 0]);
      expect(await harness.read(sessionWithMember('1'))).toMatchObject([
        { ended_at: hoursLater(1), end_reason: 'signed_out', last_seen_at: now },
      ]);
    });

    it('of a member end together, except the one to keep', async () => {
      await harness.write(start('1'), start('2'), start('3', 'MIA@b.c'), start('4', 'bo@b.c'));
      const end = { by: 'admin@b.c', reason: 'role_changed', at: hoursLater(1) } as const;
      const others = endSessions({ ...end, email: ' Mia@b.c ', exceptSessionId: '2' });
      expect(await harness.write(others)).toEqual([2]);
      expect(await open(hoursLater(1), hoursLater(-1))).toEqual(['2', '4']);
      expect(await harness.write(endSessions({ ...end, email: 'mia@b.c' }))).toEqual([1]);
      expect(await open(hoursLater(1), hoursLater(-1))).toEqual(['4']);
    });

    it('of every member end together', async () => {
      await harness.write(start('1'), start('2', 'bo@b.c'));
      const end = { by: 'admin@b.c', reason: 'ended_by_admin', at: hoursLater(1) } as const;
      expect(await harness.write(endAllSessions(end))).toEqual([2]);
      expect(await harness.write(endAllSessions(end))).toEqual([0]);
      expect(await open(hoursLater(1), hoursLater(-1))).toEqual([]);
    });

    it('are open until they end, expire, or are idle, listed by when they were last seen', async () => {
      await harness.write(start('1'), start('2'), start('3', 'bo@b.c'));
      await harness.write(touchSession('2', hoursLater(3)));
      const soon = hoursLater(4);
      expect(await open(soon, hoursLater(-1))).toEqual(['2', '1', '3']);
      expect(await open(soon, hoursLater(-1), 'MIA@b.c')).toEqual(['2', '1']);
      expect(await open(soon, now)).toEqual(['2']);
      expect(await open(hoursLater(12), hoursLater(-1))).toEqual([]);
    });
  });
}
