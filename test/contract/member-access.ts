import { describe, expect, it } from 'vitest';
import {
  claimInvitation,
  expireInvitations,
  insertInvitation,
  invitationByHash,
} from '@/lib/warehouse/sql/invitations';
import {
  linkAccount,
  listMembers,
  memberByEmail,
  memberBySubject,
  type NewMember,
  otherAdmins,
  setDisabled,
  setEnabled,
  setPassword,
  unlinkAccount,
  updateMember,
  upsertMember,
} from '@/lib/warehouse/sql/members';
import { edgeCaseStrings } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, now } from './rows';

/** Statements that change what a member may do, and on the links that set a password. */
export function describeMemberAccess(harness: ContractHarness): void {
  const email = 'Mia@example.com';
  const addMember = (overrides: Partial<NewMember> = {}) =>
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
        role_source: 'claim',
      } as const;
      expect(await harness.write(updateMember(changed))).toEqual([1]);
      const { name, role, role_source } = changed;
      expect(await member()).toMatchObject({ email, name, role, role_source });
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
      const issuer = 'https://issuer.example.com';
      const both = { password: true, sso: { issuer } };
      const others = async (methods: Parameters<typeof otherAdmins>[1]) =>
        (await harness.read(otherAdmins('mia@EXAMPLE.com', methods))).map(({ name }) => name);
      await addMember({ passwordHash: 'a hash' });
      await addMember({ email: 'invited@example.com' });
      expect(await others(both)).toEqual([]);
      await addMember({ email: 'pat@example.com', name: 'Pat', passwordHash: 'a hash' });
      await addMember({ email: 'sue@example.com', name: 'Sue' });
      await harness.write(linkAccount('sue@example.com', issuer, 'S-1'));
      expect(await others(both)).toEqual(['Pat', 'Sue']);
      expect(await others({ ...both, sso: null })).toEqual(['Pat']);
      expect(await others({ ...both, sso: { issuer: 'https://other.example.com' } })).toEqual([
        'Pat',
      ]);
      expect(await others({ ...both, password: false })).toEqual(['Sue']);
      const lost = { email: 'sue@example.com', name: 'Sue', role: 'admin' } as const;
      await harness.write(updateMember({ ...lost, role_source: 'claim_lost' }));
      await harness.write(setDisabled('pat@example.com', now));
      expect(await others(both)).toEqual([]);
    });

    it('are linked to one account of an issuer, compared as it is written', async () => {
      await addMember();
      await addMember({ email: 'other@example.com' });
      const [issuer, subject] = ['https://issuer.example.com', 'Subject'];
      const linked = async (...[iss, sub]: Parameters<typeof memberBySubject>) =>
        (await harness.read(memberBySubject(iss, sub))).map((row) => row.email);
      expect(await harness.write(linkAccount('mia@EXAMPLE.com', issuer, subject))).toEqual([1]);
      expect(await linked(issuer, subject)).toEqual([email]);
      expect(await linked(issuer, 'subject')).toEqual([]);
      expect(await linked('https://other.example.com', subject)).toEqual([]);
      const unlink = unlinkAccount('mia@EXAMPLE.com');
      expect(await harness.write(unlink, unlink)).toEqual([1, 0]);
      expect(await linked(issuer, subject)).toEqual([]);
    });
  });

  describe('links that set a password', () => {
    const invite = (id: string, hours: number) =>
      harness.write(
        insertInvitation({
          id,
          email: 'MIA@example.com',
          tokenHash: `hash of ${id}`,
          createdBy: 'a@b.c',
          at: now,
          expiresAt: hoursLater(hours),
        }),
      );

    it('belong to a member, and are used once before they expire', async () => {
      expect(await harness.read(invitationByHash('hash of 1'))).toEqual([]);
      await addMember();
      expect(await invite('1', 2)).toEqual([1]);
      expect(await harness.read(invitationByHash('hash of 1'))).toEqual([
        {
          invitation_id: '1',
          email,
          name: 'Mia',
          disabled_at: null,
          expires_at: hoursLater(2),
          used_at: null,
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
