import { describe, expect, it } from 'vitest';
import {
  claimInvitation,
  expireInvitations,
  insertInvitation,
  invitationByHash,
} from '@/lib/warehouse/sql/invitations';
import {
  countOtherAdmins,
  listMembers,
  memberByEmail,
  setDisabled,
  setEnabled,
  setPassword,
  updateMember,
  upsertMember,
} from '@/lib/warehouse/sql/members';
import { edgeCaseStrings } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, now } from './rows';

/** Statements that change what a member may do, and on the links that set a password. */
export function describeMemberAccess(harness: ContractHarness): void {
  const email = 'Mia@example.com';
  const addMember = (overrides: { email?: string; passwordHash?: string | null } = {}) =>
    harness.write(
      upsertMember({ email, name: 'Mia', role: 'admin', passwordHash: null, now, ...overrides }),
    );
  const member = async () => (await harness.read(memberByEmail(email)))[0];

  describe('members', () => {
    it('are changed by email, ignoring case, and no others', async () => {
      await addMember();
      await addMember({ email: 'other@example.com' });
      const changed = {
        email: 'mia@EXAMPLE.com',
        name: edgeCaseStrings[0],
        role: 'viewer',
      } as const;
      expect(await harness.write(updateMember(changed))).toEqual([1]);
      expect(await member()).toMatchObject({ email, name: edgeCaseStrings[0], role: 'viewer' });
      expect(await harness.read(memberByEmail('other@example.com'))).toMatchObject([
        { name: 'Mia', role: 'admin' },
      ]);
      expect(await harness.write(updateMember({ ...changed, email: '%' }))).toEqual([0]);
    });

    it('are disabled and enabled once, and get no password while they are disabled', async () => {
      await addMember();
      const disable = setDisabled('MIA@example.com', hoursLater(1));
      expect(await harness.write(disable, disable)).toEqual([1, 0]);
      expect(await member()).toMatchObject({ disabled_at: hoursLater(1) });
      expect(await harness.write(setPassword(email, 'a hash'))).toEqual([0]);
      expect(await harness.write(setEnabled(email), setEnabled(email))).toEqual([1, 0]);
      expect(await harness.write(setPassword(email, 'a hash'))).toEqual([1]);
      expect(await member()).toMatchObject({ disabled_at: null, password_hash: 'a hash' });
    });

    it('count as other admins if they can sign in', async () => {
      const others = async () =>
        (await harness.read(countOtherAdmins('mia@EXAMPLE.com')))[0]?.admins;
      await addMember({ passwordHash: 'a hash' });
      await addMember({ email: 'invited@example.com' });
      expect(await others()).toBe(0);
      await addMember({ email: 'other@example.com', passwordHash: 'a hash' });
      expect(await others()).toBe(1);
      await harness.write(setDisabled('other@example.com', now));
      expect(await others()).toBe(0);
    });
  });

  describe('links that set a password', () => {
    const invite = (id: string, hours: number) =>
      harness.write(
        insertInvitation({
          ...{ id, email: 'MIA@example.com', tokenHash: `hash of ${id}`, createdBy: 'a@b.c' },
          ...{ at: now, expiresAt: hoursLater(hours) },
        }),
      );

    it('belong to a member, and are used once before they expire', async () => {
      expect(await harness.read(invitationByHash('hash of 1'))).toEqual([]);
      await addMember();
      expect(await invite('1', 2)).toEqual([1]);
      expect(await harness.read(invitationByHash('hash of 1'))).toEqual([
        {
          ...{ invitation_id: '1', email, name: 'Mia', disabled_at: null },
          ...{ expires_at: hoursLater(2), used_at: null },
        },
      ]);
      expect(await harness.write(claimInvitation('1', hoursLater(2)))).toEqual([0]);
      const claim = claimInvitation('1', hoursLater(1));
      expect(await harness.write(claim, claim)).toEqual([1, 0]);
    });

    it('end together, and the list of members tells when the last one does', async () => {
      await addMember();
      await invite('1', 1);
      await invite('2', 3);
      const linkEnd = async () => (await harness.read(listMembers()))[0]?.link_expires_at;
      expect(await linkEnd()).toEqual(hoursLater(3));
      expect(await harness.write(expireInvitations(email, hoursLater(2)))).toEqual([1]);
      expect(await linkEnd()).toEqual(hoursLater(2));
      expect(await harness.write(claimInvitation('2', hoursLater(2)))).toEqual([0]);
    });
  });
}
