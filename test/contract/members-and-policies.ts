import { describe, expect, it } from 'vitest';
import {
  listMembers,
  memberByEmail,
  type NewMember,
  upsertMember,
} from '@/lib/warehouse/sql/members';
import { insertPolicy, newestPolicy } from '@/lib/warehouse/sql/policies';
import { readSchemaVersion, recordSchemaVersion } from '@/lib/warehouse/sql/schema';
import { edgeCaseStrings, stringOfLength } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, now } from './rows';

/** What is written and read of members, policies and the schema's version. */
export function describeMembersAndPolicies(bench: ContractHarness): void {
  describe('members', () => {
    const put = (said: Partial<NewMember>) =>
      bench.write(
        upsertMember({
          email: 'a@b.c',
          name: 'A',
          role: 'viewer',
          passwordHash: null,
          now,
          ...said,
        }),
      );

    it('answer nothing where there are none', async () => {
      expect(await bench.read(listMembers())).toEqual([]);
      expect(await bench.read(memberByEmail('a@b.c'))).toEqual([]);
    });

    it('are one per address in whatever case, found by nothing less', async () => {
      expect(await put({ email: ' Mia@Example.com ', passwordHash: stringOfLength(500) })).toEqual([
        1,
      ]);
      const changed = {
        email: 'mia@example.COM',
        name: edgeCaseStrings[0],
        role: 'admin',
      } as const;
      expect(await put({ ...changed, now: hoursLater(1) })).toEqual([1]);
      const [member, ...more] = await bench.read(memberByEmail('MIA@example.com'));
      expect(more).toEqual([]);
      expect(member).toEqual({
        ...{ email: 'Mia@Example.com', name: edgeCaseStrings[0], role: 'admin' },
        ...{ password_hash: null, created_at: now },
      });
      expect(await bench.read(memberByEmail('%'))).toEqual([]);
      expect(await bench.read(memberByEmail("' OR 1=1 --"))).toEqual([]);
    });

    it('are listed in the order of names, then addresses', async () => {
      await put({ email: 'b@b.c', name: 'Bo' });
      await put({ email: 'a@b.c', name: 'Bo' });
      await put({ email: 'z@b.c', name: 'Ana' });
      const listed = await bench.read(listMembers());
      expect(listed.map(({ email }) => email)).toEqual(['z@b.c', 'a@b.c', 'b@b.c']);
    });
  });

  describe('policies', () => {
    it('are in force by the newest version, and a version is made once', async () => {
      const policyJson = JSON.stringify({ said: edgeCaseStrings, more: stringOfLength(5_000) });
      const policy = { version: 2, policyJson, note: null, createdBy: edgeCaseStrings[0], now };
      expect(await bench.write(insertPolicy(policy))).toEqual([1]);
      expect(await bench.write(insertPolicy({ ...policy, policyJson: '{}' }))).toEqual([0]);
      expect(await bench.write(insertPolicy({ ...policy, version: 1 }))).toEqual([0]);
      expect(await bench.read(newestPolicy())).toEqual([
        {
          ...{ version: 2, policy: policyJson, note: null, created_by: edgeCaseStrings[0] },
          created_at: now,
        },
      ]);
      const noted = { ...policy, version: 11, note: edgeCaseStrings[4] };
      expect(await bench.write(insertPolicy(noted))).toEqual([1]);
      expect(await bench.read(newestPolicy())).toMatchObject([{ version: 11, note: noted.note }]);
    });

    it('answer nothing before the first', async () => {
      await expect(
        bench.transaction(async (session) => {
          await session.write({
            ...{ name: 'test.clear', tables: ['policies'] as const, binds: [] },
            sql: 'DELETE FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_POLICIES',
          });
          expect(await session.read(newestPolicy())).toEqual([]);
          throw new Error('so that nothing stays');
        }),
      ).rejects.toThrow('so that nothing stays');
      expect(await bench.read(newestPolicy())).toHaveLength(1);
    });
  });

  describe('the schema’s version', () => {
    it('is the newest that was recorded, in a table that is there', async () => {
      const [before] = await bench.read(readSchemaVersion());
      await expect(
        bench.transaction(async (session) => {
          expect(await session.write(recordSchemaVersion(99, now))).toBe(1);
          expect(await session.read(readSchemaVersion())).toEqual([{ version: 99 }]);
          throw new Error('so that nothing stays');
        }),
      ).rejects.toThrow('so that nothing stays');
      expect(await bench.read(readSchemaVersion())).toEqual([before]);
    });
  });
}
