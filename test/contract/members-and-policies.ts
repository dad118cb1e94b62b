import { describe, expect, it } from 'vitest';
import { claimInTransaction } from '@/lib/warehouse/sql/locks';
import {
  listMembers,
  memberByEmail,
  type NewMember,
  upsertMember,
} from '@/lib/warehouse/sql/members';
import {
  insertPolicy,
  newestPolicy,
  policyByVersion,
  policyVersions,
} from '@/lib/warehouse/sql/policies';
import { readSchemaVersion, recordSchemaVersion } from '@/lib/warehouse/sql/schema';
import { edgeCaseStrings, stringOfLength } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, now } from './rows';

/** Statements on members, policies, and the schema version. */
export function describeMembersAndPolicies(harness: ContractHarness): void {
  describe('members', () => {
    const upsert = (overrides: Partial<NewMember>) =>
      harness.write(
        upsertMember({
          email: 'a@b.c',
          name: 'A',
          role: 'viewer',
          passwordHash: null,
          now,
          ...overrides,
        }),
      );

    it('have no rows in an empty warehouse', async () => {
      expect(await harness.read(listMembers())).toEqual([]);
      expect(await harness.read(memberByEmail('a@b.c'))).toEqual([]);
    });

    it('are unique by email, ignoring case, and are found only by the full address', async () => {
      expect(
        await upsert({ email: ' Mia@Example.com ', passwordHash: stringOfLength(500) }),
      ).toEqual([1]);
      const changed = {
        email: 'mia@example.COM',
        name: edgeCaseStrings[0],
        role: 'admin',
      } as const;
      expect(await upsert({ ...changed, now: hoursLater(1) })).toEqual([1]);
      const [member, ...others] = await harness.read(memberByEmail('MIA@example.com'));
      expect(others).toEqual([]);
      expect(member).toEqual({
        email: 'Mia@Example.com',
        name: edgeCaseStrings[0],
        role: 'admin',
        password_hash: null,
        created_at: now,
        disabled_at: null,
        sso_issuer: null,
        sso_subject: null,
        role_source: null,
      });
      expect(await harness.read(memberByEmail('%'))).toEqual([]);
      expect(await harness.read(memberByEmail("' OR 1=1 --"))).toEqual([]);
    });

    it('are listed by name, then email', async () => {
      await upsert({ email: 'b@b.c', name: 'Bo' });
      await upsert({ email: 'a@b.c', name: 'Bo' });
      await upsert({ email: 'z@b.c', name: 'Ana' });
      const listed = await harness.read(listMembers());
      expect(listed.map(({ email }) => email)).toEqual(['z@b.c', 'a@b.c', 'b@b.c']);
    });
  });

  describe('policies', () => {
    it('are read by newest version, and no version is inserted twice or after a newer one', async () => {
      const policyJson = JSON.stringify({ texts: edgeCaseStrings, long: stringOfLength(5_000) });
      const policy = { version: 2, policyJson, note: null, createdBy: edgeCaseStrings[0], now };
      expect(await harness.write(insertPolicy(policy))).toEqual([1]);
      expect(await harness.write(insertPolicy({ ...policy, policyJson: '{}' }))).toEqual([0]);
      expect(await harness.write(insertPolicy({ ...policy, version: 1 }))).toEqual([0]);
      expect(await harness.read(newestPolicy())).toEqual([
        {
          version: 2,
          policy: policyJson,
          note: null,
          created_by: edgeCaseStrings[0],
          created_at: now,
        },
      ]);
      const withNote = { ...policy, version: 11, note: edgeCaseStrings[4] };
      expect(await harness.write(insertPolicy(withNote))).toEqual([1]);
      expect(await harness.read(newestPolicy())).toMatchObject([
        { version: 11, note: withNote.note },
      ]);
    });

    it('are listed newest first, with the names of their authors, ignoring the case of addresses', async () => {
      const policy = {
        policyJson: '{"one":1}',
        note: edgeCaseStrings[4],
        createdBy: 'mia@b.c',
        now,
      };
      await harness.write(
        upsertMember({
          email: 'MIA@b.c',
          name: edgeCaseStrings[0],
          role: 'admin',
          passwordHash: null,
          now,
        }),
        insertPolicy({ ...policy, version: 2 }),
        insertPolicy({ ...policy, version: 3, createdBy: 'left@b.c', note: null }),
      );
      const listed = await harness.read(policyVersions());
      expect(listed.map(({ version, author, note }) => [version, author, note])).toEqual([
        [3, null, null],
        [2, edgeCaseStrings[0], policy.note],
        [1, null, null],
      ]);
      expect(await harness.read(policyByVersion(2))).toMatchObject([{ policy: '{"one":1}' }]);
      expect(await harness.read(policyByVersion(9))).toEqual([]);
    });

    it('have no rows before the first version, and a lock to publish under', async () => {
      await expect(
        harness.transaction(async (session) => {
          await session.write({
            name: 'test.clear',
            tables: ['policies'] as const,
            binds: [],
            sql: 'DELETE FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_POLICIES',
          });
          expect(await session.read(newestPolicy())).toEqual([]);
          expect(await session.read(policyVersions())).toEqual([]);
          expect(await session.write(claimInTransaction('policy', 'a@b.c'))).toBe(1);
          throw new Error('roll back');
        }),
      ).rejects.toThrow('roll back');
      expect(await harness.read(newestPolicy())).toHaveLength(1);
    });
  });

  describe('the schema version', () => {
    it('is the newest recorded version', async () => {
      const [before] = await harness.read(readSchemaVersion());
      await expect(
        harness.transaction(async (session) => {
          expect(await session.write(recordSchemaVersion(99, now))).toBe(1);
          expect(await session.read(readSchemaVersion())).toEqual([{ version: 99 }]);
          throw new Error('roll back');
        }),
      ).rejects.toThrow('roll back');
      expect(await harness.read(readSchemaVersion())).toEqual([before]);
    });
  });
}
