import { expect, it } from 'vitest';
import { invitationByHash } from '@/lib/warehouse/sql/invitations';
import { memberByEmail } from '@/lib/warehouse/sql/members';
import { addMember, newestAuditEntries } from '@/test/support/members';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { expectAppError } from '@/test/support/test-context';
import { hashToken } from './invitation-link';
import { inviteMember } from './invite-member';

const context = seededTestContext();
const admin = () => context.as('Ada Admin', 'admin');
const signIn = {
  password: false,
  sso: { name: 'Okta', issuer: 'https://example.okta.com', groupRoles: null },
};
const bo = { email: 'bo@example.com', name: 'Bo', role: 'manager' } as const;

it('adds a member without a password, and returns a link that is stored as a hash', async () => {
  const link = await inviteMember(admin(), bo);
  expect(link?.path).toMatch(/^\/invitation#[\w-]{43}$/);
  expect(link?.expiresAt.getTime()).toBe(context.now().getTime() + 72 * 3_600_000);
  expect(await context.warehouse.read(memberByEmail(bo.email))).toMatchObject([
    { name: 'Bo', role: 'manager', password_hash: null, disabled_at: null },
  ]);
  const token = link?.path.split('#')[1] ?? '';
  expect(await context.warehouse.read(invitationByHash(hashToken(token)))).toMatchObject([
    { email: bo.email, used_at: null },
  ]);
  const stored = await context.queryRows('SELECT * FROM CSM_ROUTING_INVITATIONS');
  expect(stored).toHaveLength(1);
  expect(JSON.stringify(stored)).not.toContain(token);
  const [entry] = await newestAuditEntries(context, 1);
  expect(entry).toMatchObject({
    actor: 'ada.admin@example.com',
    action: 'member.invited',
    subject: bo.email,
    details: '{"name":"Bo","role":"manager","method":"password"}',
  });
});

it('adds a member for single sign-on without a link', async () => {
  const both = { ...admin(), signIn: { ...signIn, password: true } };
  expect(await inviteMember(both, { ...bo, method: 'sso' })).toBeNull();
  expect(await inviteMember({ ...admin(), signIn }, { ...bo, email: 'cy@example.com' })).toBeNull();
  expect(await context.queryRows('SELECT * FROM CSM_ROUTING_INVITATIONS')).toEqual([]);
  expect(await context.warehouse.read(memberByEmail(bo.email))).toMatchObject([
    { name: 'Bo', role: 'manager', password_hash: null, sso_subject: null },
  ]);
});

it('refuses a method that the settings do not allow, and adds nobody', async () => {
  const refusals = [
    inviteMember({ ...admin(), signIn }, { ...bo, method: 'password' }),
    inviteMember(admin(), { ...bo, method: 'sso' }),
  ];
  for (const refusal of refusals) {
    expect(await expectAppError(refusal)).toMatchObject({ code: 'forbidden' });
  }
  expect(await context.warehouse.read(memberByEmail(bo.email))).toEqual([]);
});

it('changes nothing for someone who is a member already', async () => {
  await addMember(context, 'Bo@Example.com', 'admin');
  expect(await expectAppError(inviteMember(admin(), bo))).toMatchObject({
    code: 'invalid_input',
    message: 'Bo@Example.com is already a member.',
  });
  expect(await context.warehouse.read(memberByEmail(bo.email))).toMatchObject([{ role: 'admin' }]);
});

it('adds one member when two admins invite the same person at once', async () => {
  const outcomes = await Promise.allSettled([inviteMember(admin(), bo), inviteMember(admin(), bo)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

it.each([
  ['email: must be an email address.', { email: 'bo at example' }],
  ['name: is required.', { name: '  ' }],
  ['role: must be one of viewer, manager, admin.', { role: 'boss' as never }],
])('says what is wrong: %s', async (message, wrong) => {
  expect(await expectAppError(inviteMember(admin(), { ...bo, ...wrong }))).toMatchObject({
    message,
  });
});
