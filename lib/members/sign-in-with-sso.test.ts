import { beforeEach, describe, expect, it } from 'vitest';
import type { SignInMethods, SsoSettings } from '@/lib/server/auth/sign-in-methods';
import type { SsoIdentity } from '@/lib/server/auth/sso-identity';
import { memberByEmail } from '@/lib/warehouse/sql/members';
import { addMember, addSession, newestAuditEntries, openSessionsOf } from '@/test/support/members';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { expectAppError } from '@/test/support/test-context';
import { changeMember } from './change-member';
import { disableMember } from './disable-member';
import { listMembers } from './list-members';
import { signInWithSso } from './sign-in-with-sso';
import { unlinkAccount } from './unlink-account';

const context = seededTestContext();
const issuer = 'https://example.okta.com';
const sso: SsoSettings = {
  name: 'Okta',
  issuer,
  groupRoles: [
    { group: 'cs-admins', role: 'admin' },
    { group: 'cs-managers', role: 'manager' },
  ],
};
const both: SignInMethods & { readonly sso: SsoSettings } = { password: true, sso };
const fromMembers = { password: true, sso: { ...sso, groupRoles: null } };
const [ada, bo] = ['ada@example.com', 'bo@example.com'];

const signIn = (identity: Partial<SsoIdentity> = {}, methods = both) =>
  signInWithSso(
    { warehouse: context.warehouse, now: context.now, signIn: methods, address: '192.0.2.1' },
    { issuer, subject: 'S-bo', email: bo, name: 'Bo Berg', groups: [], ...identity },
  );
const refusalOf = async (...given: Parameters<typeof signIn>) => {
  const { code, message } = await expectAppError(signIn(...given));
  expect(code).toBe('forbidden');
  return message;
};
const admin = () => ({ ...context.as('Ada', 'admin'), signIn: both });
const member = async (email = bo) => (await context.warehouse.read(memberByEmail(email)))[0];
const newestEntry = async () => (await newestAuditEntries(context, 1))[0];

beforeEach(() => addMember(context, ada, 'admin'));

describe('a first sign-in', () => {
  it('makes someone with a mapped group a member with its role', async () => {
    expect(await signIn({ groups: ['everyone', 'cs-managers'] })).toEqual({
      email: bo,
      name: 'Bo Berg',
      role: 'manager',
    });
    expect(await member()).toMatchObject({
      password_hash: null,
      sso_issuer: issuer,
      sso_subject: 'S-bo',
      role_source: 'claim',
    });
    expect(await newestEntry()).toMatchObject({
      actor: 'single-sign-on',
      action: 'member.added',
      subject: bo,
    });
  });

  it('links the account to the member with its verified email, in any case', async () => {
    await addMember(context, bo, 'viewer', null);
    expect(await signIn({ email: 'BO@Example.com' })).toMatchObject({ email: bo, role: 'viewer' });
    expect(await member()).toMatchObject({ sso_subject: 'S-bo', role_source: null });
    expect(await newestEntry()).toMatchObject({ action: 'member.linked', subject: bo });
    // From then on, the account counts, whatever its email becomes.
    expect(await signIn({ email: 'bo.berg@example.com' })).toMatchObject({ email: bo });
    expect(await signIn({ email: null })).toMatchObject({ email: bo });
  });

  it('adds one member when the same person signs in twice at once', async () => {
    const groups = ['cs-managers'];
    const people = await Promise.all([signIn({ groups }), signIn({ groups })]);
    expect(people.map(({ role }) => role)).toEqual(['manager', 'manager']);
    expect(await listMembers(admin(), { idleMs: 1 })).toHaveLength(2);
  });

  it('is refused without a role, and says whom to ask', async () => {
    expect(await refusalOf()).toBe(
      `You are signed in to Okta as ${bo}, but you have no access to CSM Routing. Ask Ada for access.`,
    );
    expect(await member()).toBeUndefined();
    const entry = await newestEntry();
    expect(entry).toMatchObject({ action: 'sign-in.refused', subject: null });
    expect(JSON.parse(entry?.details ?? '')).toEqual({
      reason: 'no role',
      method: 'sso',
      account: bo,
      address: '192.0.2.1',
    });
  });

  it('names three admins who can sign in at most, or none', async () => {
    for (const name of ['cy', 'dee', 'eve']) await addMember(context, `${name}@b.c`, 'admin');
    await addMember(context, 'aaron@example.com', 'admin', null);
    expect(await refusalOf()).toContain('Ask Ada, Cy, Dee, or another admin for access.');
    const none = { ...both, password: false };
    expect(await refusalOf({}, none)).toContain('Ask your administrator for access.');
  });

  it('is refused without a verified email, even with a role', async () => {
    const groups = ['cs-admins'];
    expect(await refusalOf({ email: null, groups })).toContain('no verified email address');
    expect(await listMembers(admin(), { idleMs: 1 })).toHaveLength(1);
  });

  it('is refused for another account with the email of a linked member', async () => {
    await addMember(context, bo, 'viewer', null);
    await signIn();
    expect(await refusalOf({ subject: 'S-other', groups: ['cs-admins'] })).toContain(
      'signs in with another account at Okta',
    );
    expect(await member()).toMatchObject({ sso_subject: 'S-bo', role: 'viewer' });
  });

  it('links the account again after a change of the issuer, or after an admin unlinked it', async () => {
    await addMember(context, bo, 'viewer', null);
    await signIn();
    const other = 'https://login.example.com';
    const moved = { ...both, sso: { ...sso, issuer: other } };
    await signIn({ issuer: other, subject: 'S-1' }, moved);
    expect(await member()).toMatchObject({ sso_issuer: other, sso_subject: 'S-1' });
    const session = await addSession(context, bo);
    expect(await openSessionsOf(context, bo)).toEqual([session]);
    await unlinkAccount(admin(), { email: bo });
    expect(await openSessionsOf(context, bo)).toEqual([]);
    expect(await newestEntry()).toMatchObject({ action: 'member.unlinked', subject: bo });
    await signIn({ issuer: other, subject: 'S-2' }, moved);
    expect(await member()).toMatchObject({ sso_subject: 'S-2' });
  });
});

describe('the role', () => {
  it('follows the groups at each sign-in, and a new one signs the member out elsewhere', async () => {
    await signIn({ groups: ['cs-managers'] });
    const session = await addSession(context, bo);
    await signIn({ groups: ['cs-managers'] });
    expect(await openSessionsOf(context, bo)).toEqual([session]);
    expect(await signIn({ groups: ['cs-managers', 'cs-admins'] })).toMatchObject({ role: 'admin' });
    expect(await openSessionsOf(context, bo)).toEqual([]);
    expect(await newestEntry()).toMatchObject({
      action: 'member.changed',
      subject: bo,
      details: '{"role":["manager","admin"],"source":"claim"}',
    });
    expect(await signIn({ groups: ['cs-managers'] })).toMatchObject({ role: 'manager' });
  });

  it('of the groups takes precedence over MEMBERS, which counts without a mapped group', async () => {
    await addMember(context, bo, 'viewer');
    expect(await signIn({ groups: ['everyone'] })).toMatchObject({ role: 'viewer' });
    expect(await signIn({ groups: ['cs-managers'] })).toMatchObject({ role: 'manager' });
  });

  it('is lost with the last group, which ends all sessions', async () => {
    await signIn({ groups: ['cs-managers'] });
    await addSession(context, bo);
    expect(await refusalOf()).toContain('no longer has a group with access to CSM Routing');
    expect(await openSessionsOf(context, bo)).toEqual([]);
    expect(await newestEntry()).toMatchObject({ action: 'sign-in.refused', subject: bo });
    const [, listed] = await listMembers(admin(), { idleMs: 1 });
    expect(listed).toMatchObject({ name: 'Bo Berg', status: 'role-lost', account: 'gives-role' });
    expect(await signIn({ groups: ['cs-managers'] })).toMatchObject({ role: 'manager' });
    const [, active] = await listMembers(admin(), { idleMs: 1 });
    expect(active).toMatchObject({ status: 'active' });
  });

  it('comes from MEMBERS again after an admin chose one, or unlinked the account', async () => {
    await signIn({ groups: ['cs-managers'] });
    await changeMember(admin(), { email: bo, role: 'viewer' });
    expect(await signIn()).toMatchObject({ role: 'viewer' });
    await signIn({ groups: ['cs-managers'] });
    await refusalOf();
    await unlinkAccount(admin(), { email: bo });
    expect(await signIn()).toMatchObject({ role: 'manager' });
  });

  it('stays as it was if the settings no longer map groups', async () => {
    await signIn({ groups: ['cs-managers'] });
    expect(await signIn({}, fromMembers)).toMatchObject({ role: 'manager' });
    expect(await member()).toMatchObject({ role_source: null });
  });

  it('does not bring back a disabled member', async () => {
    await signIn({ groups: ['cs-managers'] });
    await disableMember(admin(), { email: bo });
    expect(await refusalOf({ groups: ['cs-admins'] })).toBe('Your access is disabled. Ask Ada.');
    expect(await member()).toMatchObject({ role: 'manager', disabled_at: context.now() });
  });
});

describe('the last admin', () => {
  const asAda = (groups: readonly string[], methods = both) =>
    signIn({ subject: 'S-ada', email: ada, groups }, methods);

  it('keeps the role, whatever the groups say, until someone else is an admin', async () => {
    expect(await asAda(['cs-managers'])).toMatchObject({ role: 'admin' });
    await signIn({ groups: ['cs-admins'] });
    expect(await asAda(['cs-managers'])).toMatchObject({ role: 'manager' });
    expect(await signIn({ groups: ['cs-managers'] })).toMatchObject({ role: 'admin' });
  });

  it('keeps the role also after losing all groups and getting a lower one', async () => {
    expect(await asAda(['cs-admins'])).toMatchObject({ role: 'admin' });
    await expectAppError(asAda([]));
    expect(await asAda(['cs-managers'])).toMatchObject({ role: 'admin' });
    expect(await member(ada)).toMatchObject({ role: 'admin', role_source: 'claim' });
  });

  it('may leave if another signs in with single sign-on, and with passwords off only then', async () => {
    await addMember(context, bo, 'admin');
    const off = { ...admin(), signIn: { ...both, password: false } };
    expect(await expectAppError(disableMember(off, { email: ada }))).toMatchObject({
      code: 'last_admin',
    });
    await signIn();
    await disableMember(off, { email: ada });
  });

  it('cannot be unlinked without a password that works', async () => {
    await asAda(['cs-admins']);
    const off = { ...admin(), signIn: { ...both, password: false } };
    expect(await expectAppError(unlinkAccount(off, { email: ada }))).toMatchObject({
      code: 'last_admin',
    });
    expect(await asAda(['cs-admins'])).toMatchObject({ role: 'admin' });
  });
});
