import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { upsertMember } from '@/lib/warehouse/sql/members';
import { type TemporaryWarehouse, temporaryWarehouse } from '@/test/support/test-warehouse';
import { checkCredentials } from './check-credentials';
import { hashPassword } from './password';

let made: TemporaryWarehouse;
const open = async () => made.warehouse;
const now = new Date('2026-01-01T00:00:00Z');

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
    expect(await checkCredentials(open, given, 'a')).toEqual({
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
    await expect(checkCredentials(open, given, 'b')).rejects.toMatchObject(refusal);
  });

  test('rejects even the correct password after five wrong ones, and resets the count on success', async () => {
    const attempt = (password: string) =>
      checkCredentials(open, { email: 'ana@example.com', password }, 'c');
    for (let count = 0; count < 4; count += 1) {
      await expect(attempt('wrong')).rejects.toMatchObject(refusal);
    }
    await expect(attempt('correct horse')).resolves.toMatchObject({ name: 'Ana Ruiz' });
    for (let count = 0; count < 5; count += 1) {
      await expect(attempt('wrong')).rejects.toMatchObject(refusal);
    }
    await expect(attempt('correct horse')).rejects.toMatchObject({ code: 'too_many_attempts' });
  });

  test('reports an unavailable warehouse and does not count the attempt', async () => {
    const away = async () => {
      throw new AppError('warehouse_unavailable', 'The warehouse is not responding.');
    };
    const given = { email: 'ana@example.com', password: 'correct horse' };
    for (let count = 0; count < 8; count += 1) {
      await expect(checkCredentials(away, given, 'd')).rejects.toMatchObject({
        code: 'warehouse_unavailable',
      });
    }
    await expect(checkCredentials(open, given, 'd')).resolves.toBeDefined();
  });
});
