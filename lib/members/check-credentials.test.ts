import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { passwordOnly } from '@/lib/server/auth/sign-in-methods';
import { AppError } from '@/lib/server/errors';
import { upsertMember } from '@/lib/warehouse/sql/members';
import { tableNames } from '@/lib/warehouse/tables';
import { type TemporaryWarehouse, temporaryWarehouse } from '@/test/support/test-warehouse';
import { checkCredentials } from './check-credentials';
import { hashPassword } from './password';

let made: TemporaryWarehouse;
const now = new Date('2026-01-01T00:00:00Z');
const ctx = {
  warehouse: async () => made.warehouse,
  now: () => now,
  wait: async () => {},
  signIn: passwordOnly,
};
const sso = { name: 'Okta', issuer: 'https://example.okta.com', groupRoles: null };
const from = (address: string) => ({ address, device: undefined });

beforeAll(async () => {
  made = await temporaryWarehouse(now);
  const members = [
    { email: 'Ana@Example.com', name: 'Ana Ruiz', role: 'manager', password: 'correct horse' },
    { email: 'sso@example.com', name: 'Without Password', role: 'viewer', password: null },
  ] as const;
  for (const { password, ...member } of members) {
    const passwordHash = password === null ? null : await hashPassword(password);
    await made.warehouse.transaction('test.member', (session) =>
      session.write(upsertMember({ ...member, passwordHash, now })),
    );
  }
});
afterAll(() => made.dispose());

const refusal = {
  code: 'sign_in_required',
  message: 'The email address or the password is wrong.',
};

describe('signing in', () => {
  test('returns the member regardless of the case of the email', async () => {
    const given = { email: ' ana@example.COM ', password: 'correct horse' };
    expect(await checkCredentials(ctx, given, from('a'))).toEqual({
      email: 'Ana@Example.com',
      name: 'Ana Ruiz',
      role: 'manager',
    });
  });

  test.each([
    ['a wrong password', { email: 'ana@example.com', password: 'wrong' }],
    ['an unknown address', { email: 'nobody@example.com', password: 'correct horse' }],
    ['a member without a password', { email: 'sso@example.com', password: 'anything' }],
    ['nothing', { email: null, password: null }],
    ['files instead of words', { email: new Blob(), password: ['x'] }],
    ['a quote', { email: "' OR 1=1 --", password: "' OR 1=1 --" }],
  ])('refuses %s in the same words', async (_, given) => {
    await expect(checkCredentials(ctx, given, from('b'))).rejects.toMatchObject(refusal);
  });

  test('refuses a disabled member, even with the correct password', async () => {
    const disabled = `UPDATE ${tableNames.members} SET disabled_at = '2026-01-01' WHERE email = 'Ana@Example.com'`;
    await made.warehouse.script(disabled);
    const given = { email: 'ana@example.com', password: 'correct horse' };
    await expect(checkCredentials(ctx, given, from('c'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await made.warehouse.script(`UPDATE ${tableNames.members} SET disabled_at = NULL`);
    await expect(checkCredentials(ctx, given, from('c'))).resolves.toBeDefined();
    const [entry] = (
      await made.warehouse.script(
        `SELECT subject, details FROM ${tableNames.audit} ORDER BY entry_number DESC LIMIT 1`,
      )
    ).rows;
    expect(entry).toEqual(['Ana@Example.com', '{"reason":"disabled","address":"c"}']);
  });

  test('refuses every password if passwords are turned off', async () => {
    const off = { ...ctx, signIn: { password: false, sso } };
    const given = { email: 'ana@example.com', password: 'correct horse' };
    await expect(checkCredentials(off, given, from('e'))).rejects.toMatchObject({
      code: 'forbidden',
      message: 'Passwords are turned off. Sign in with Okta instead.',
    });
  });

  test('refuses a member whose role comes from groups, after the correct password only', async () => {
    const set = (source: string) =>
      made.warehouse.script(
        `UPDATE ${tableNames.members} SET role_source = ${source} WHERE email = 'Ana@Example.com'`,
      );
    const both = { ...ctx, signIn: { password: true, sso } };
    const given = { email: 'ana@example.com', password: 'correct horse' };
    await set("'claim'");
    await expect(checkCredentials(both, given, from('f'))).rejects.toMatchObject({
      code: 'forbidden',
      message: 'Your role comes from Okta. Sign in with it.',
    });
    const wrong = { ...given, password: 'wrong' };
    await expect(checkCredentials(both, wrong, from('f'))).rejects.toMatchObject(refusal);
    // Without single sign-on, the role that they had stays.
    await expect(checkCredentials(ctx, given, from('f'))).resolves.toMatchObject({
      role: 'manager',
    });
    await set("'claim_lost'");
    await expect(checkCredentials(ctx, given, from('f'))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await set('NULL');
  });

  test('reports an unavailable warehouse and does not count the attempt', async () => {
    const away = {
      ...ctx,
      warehouse: () =>
        Promise.reject(new AppError('warehouse_unavailable', 'The warehouse is not responding.')),
    };
    const given = { email: 'ana@example.com', password: 'correct horse' };
    for (let count = 0; count < 8; count += 1) {
      await expect(checkCredentials(away, given, from('d'))).rejects.toMatchObject({
        code: 'warehouse_unavailable',
      });
    }
    await expect(checkCredentials(ctx, given, from('d'))).resolves.toBeDefined();
  });
});
