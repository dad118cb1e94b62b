import { expect, it } from 'vitest';
import { addMember, addSession, newestAuditEntries, openSessionsOf } from '@/test/support/members';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { signInWith } from '@/test/support/sign-in';
import { expectAppError } from '@/test/support/test-context';
import { disableMember } from './disable-member';
import { saveMember } from './save-member';

const context = seededTestContext();
const admin = () => context.as('Ada', 'admin');
const bo = {
  email: 'bo@example.com',
  name: 'Bo',
  role: 'manager',
  password: 'a new password',
} as const;
const signIn = () => signInWith(context.warehouse, bo);

it('adds a member who can sign in, and records it without the password', async () => {
  expect(await saveMember(admin(), bo)).toEqual({ disabled: false });
  expect(await signIn()).toMatchObject({ name: 'Bo', role: 'manager' });
  const entries = await newestAuditEntries(context, 2);
  expect(entries.map(({ action, subject }) => [action, subject])).toEqual([
    ['member.added', bo.email],
    ['member.password-set', bo.email],
  ]);
  expect(JSON.stringify(entries)).not.toContain(bo.password);
});

it('changes a member and signs them out everywhere', async () => {
  await addMember(context, bo.email, 'viewer', 'the old password');
  await addSession(context, bo.email);
  await saveMember(admin(), { ...bo, email: ' BO@example.com' });
  expect(await openSessionsOf(context, bo.email)).toEqual([]);
  expect(await signIn()).toMatchObject({ email: bo.email, role: 'manager' });
});

it('needs a password, unless passwords are turned off, which keeps the one before', async () => {
  const { password, ...without } = bo;
  expect(await expectAppError(saveMember(admin(), without))).toMatchObject({
    code: 'invalid_input',
    message: 'password: is required.',
  });
  await addMember(context, bo.email, 'manager', password);
  const session = await addSession(context, bo.email);
  const sso = { name: 'Okta', issuer: 'https://example.okta.com', groupRoles: null };
  const off = { ...admin(), signIn: { password: false, sso } };
  expect(await expectAppError(saveMember(off, bo))).toMatchObject({ code: 'forbidden' });
  await saveMember(off, { ...without, name: 'Bo Berg' });
  expect(await openSessionsOf(context, bo.email)).toEqual([session]);
  expect(await signIn()).toMatchObject({ name: 'Bo Berg', role: 'manager' });
});

it('does not enable a disabled member, and says so', async () => {
  await addMember(context, bo.email, 'viewer');
  await disableMember(admin(), { email: bo.email });
  expect(await saveMember(admin(), bo)).toEqual({ disabled: true });
  expect(await expectAppError(signIn())).toMatchObject({ code: 'forbidden' });
});
