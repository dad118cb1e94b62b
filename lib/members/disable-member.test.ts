import { beforeEach, expect, it } from 'vitest';
import { addMember, addSession, newestAuditEntries, openSessionsOf } from '@/test/support/members';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { signInWith } from '@/test/support/sign-in';
import { expectAppError } from '@/test/support/test-context';
import { disableMember } from './disable-member';
import { enableMember } from './enable-member';

const context = seededTestContext();
const admin = () => context.as('Ada', 'admin');
const email = 'bo@example.com';
const password = 'a password to test';
const signIn = (given = password) => signInWith(context.warehouse, { email, password: given });

beforeEach(() => addMember(context, email, 'manager', password));

it('ends a member’s sessions and refuses the right password, with a reason', async () => {
  await addSession(context, email);
  await disableMember(admin(), { email });
  expect(await openSessionsOf(context, email)).toEqual([]);
  expect(await expectAppError(signIn())).toEqual({
    code: 'forbidden',
    message: 'Your access is disabled. Ask an admin.',
  });
  expect(await expectAppError(signIn('wrong'))).toMatchObject({
    code: 'sign_in_required',
    message: 'The email address or the password is wrong.',
  });
});

it('can be undone, with the same role and password', async () => {
  await disableMember(admin(), { email });
  await enableMember(admin(), { email });
  expect(await signIn()).toMatchObject({ email, role: 'manager' });
});

it('is recorded once, however often it is done', async () => {
  for (const change of [disableMember, disableMember, enableMember, enableMember]) {
    await change(admin(), { email });
  }
  expect(await newestAuditEntries(context, 2)).toMatchObject([
    { action: 'member.disabled', subject: email },
    { action: 'member.enabled', subject: email },
  ]);
});

it('is for admins only', async () => {
  for (const change of [disableMember, enableMember]) {
    expect(await expectAppError(change(context.ctx, { email }))).toMatchObject({
      code: 'forbidden',
    });
    expect(await expectAppError(change(admin(), { email: 'x@example.com' }))).toMatchObject({
      code: 'not_found',
    });
  }
});
