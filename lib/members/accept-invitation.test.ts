import { beforeEach, expect, it } from 'vitest';
import { addSession, newestAuditEntries, openSessionsOf } from '@/test/support/members';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { signInWith } from '@/test/support/sign-in';
import { expectAppError } from '@/test/support/test-context';
import { acceptInvitation, readInvitation } from './accept-invitation';
import { createPasswordLink } from './create-password-link';
import { disableMember } from './disable-member';
import { inviteMember } from './invite-member';

const context = seededTestContext();
const admin = () => context.as('Ada Admin', 'admin');
const email = 'bo@example.com';
const password = 'twelve characters';
const tokenOf = (path = '') => path.split('#')[1] ?? '';
const signIn = (given: string) => signInWith(context.warehouse, { email, password: given });
const accept = (token: string, chosen = password) =>
  acceptInvitation(context, { token, password: chosen });

let token: string;
beforeEach(async () => {
  const bo = { email, name: 'Bo', role: 'viewer' } as const;
  token = tokenOf((await inviteMember(admin(), bo))?.path);
});

it('sets the password, with which the member can sign in', async () => {
  expect(await readInvitation(context, { token })).toEqual({ email, name: 'Bo' });
  expect(await accept(token)).toEqual({ email, name: 'Bo' });
  expect(await signIn(password)).toMatchObject({ email, role: 'viewer' });
  expect(await newestAuditEntries(context, 1)).toMatchObject([
    { actor: email, action: 'member.password-set', subject: email, details: '{}' },
  ]);
});

it('works once', async () => {
  await accept(token);
  const refusal = { code: 'not_found', message: expect.stringContaining('has been used') };
  expect(await expectAppError(accept(token, 'another password'))).toMatchObject(refusal);
  expect(await expectAppError(readInvitation(context, { token }))).toMatchObject(refusal);
  expect(await signIn(password)).toMatchObject({ email });
});

it('works for one of two people who use it at once', async () => {
  const chosen = ['the first password', 'the second password'];
  const outcomes = await Promise.allSettled(chosen.map((each) => accept(token, each)));
  const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(await signIn(chosen[winner] ?? '')).toMatchObject({ email });
});

it('expires after 72 hours', async () => {
  context.advanceHours(71.9);
  expect(await readInvitation(context, { token })).toMatchObject({ email });
  context.advanceHours(0.1);
  expect(await expectAppError(accept(token))).toMatchObject({
    message: 'This link has expired. Ask an admin for a new one.',
  });
});

it('needs a password of 12 characters, and can be used after a shorter one', async () => {
  expect(await expectAppError(accept(token, '11 letters.'))).toMatchObject({
    code: 'invalid_input',
    message: 'password: must have at least 12 characters.',
  });
  expect(await accept(token)).toMatchObject({ email });
});

it('ends with a newer link, which replaces the password and signs the member out', async () => {
  await accept(token);
  await addSession(context, email);
  const older = tokenOf((await createPasswordLink(admin(), { email })).path);
  const newer = tokenOf((await createPasswordLink(admin(), { email: 'BO@example.com' })).path);
  expect(await newestAuditEntries(context, 1)).toMatchObject([
    { actor: admin().person.email, action: 'member.link-made', subject: email, details: '{}' },
  ]);
  expect(await signIn(password)).toMatchObject({ email });
  expect(await openSessionsOf(context, email)).toHaveLength(1);
  expect(await expectAppError(accept(older))).toMatchObject({ code: 'not_found' });
  await accept(newer, 'another password');
  expect(await openSessionsOf(context, email)).toEqual([]);
  expect(await expectAppError(signIn(password))).toMatchObject({ code: 'sign_in_required' });
  expect(await signIn('another password')).toMatchObject({ email });
});

it('neither works nor can be made while the member’s access is disabled', async () => {
  await disableMember(admin(), { email });
  expect(await expectAppError(accept(token))).toMatchObject({ code: 'not_found' });
  expect(await expectAppError(createPasswordLink(admin(), { email }))).toMatchObject({
    message: 'The access of Bo is disabled.',
  });
});

it.each([
  ['nothing', undefined],
  ['an object', { token: 'x' }],
  ['half a token', 'abc'],
  ['another token', 'A'.repeat(43)],
])('refuses %s', async (_, given) => {
  expect(await expectAppError(readInvitation(context, { token: given }))).toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('not complete'),
  });
});

it('can be made for members only', async () => {
  expect(
    await expectAppError(createPasswordLink(admin(), { email: 'no@example.com' })),
  ).toMatchObject({ code: 'not_found' });
});
