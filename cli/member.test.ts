import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { runCommandWith } from '@/test/support/run-cli';
import { signInWith } from '@/test/support/sign-in';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';

const password = randomBytes(12).toString('hex');
let temporary: TemporaryDuckDb;
beforeAll(async () => {
  temporary = await temporaryDuckDb();
  await temporary.warehouse.close();
});
afterAll(() => temporary.dispose());

function member(input: string, ...args: readonly string[]) {
  return runCommandWith({ DUCKDB_PATH: temporary.path }, 'member', args, input);
}
const mia = ['--email', 'mia@example.com', '--name', 'Mia O’Neil', '--role', 'manager'];

describe('npm run member', { timeout: 60_000 }, () => {
  it('adds a person who can sign in, without printing the password', async () => {
    const { code, out, err } = await member(`${password}\n`, ...mia);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe('Mia O’Neil can sign in as manager with mia@example.com.');
    const warehouse = await openDuckDb({ path: temporary.path });
    try {
      const given = { email: 'MIA@example.com', password };
      expect(await signInWith(warehouse, given)).toEqual({
        email: 'mia@example.com',
        name: 'Mia O’Neil',
        role: 'manager',
      });
    } finally {
      await warehouse.close();
    }
  });

  it('adds a person without a password if passwords are turned off', async () => {
    const environment = {
      DUCKDB_PATH: temporary.path,
      PASSWORD_SIGN_IN: 'off',
      OIDC_ISSUER: 'https://example.okta.com',
      OIDC_CLIENT_ID: 'id',
      OIDC_CLIENT_SECRET: 'a secret',
    };
    const sue = ['--email', 'sue@example.com', '--name', 'Sue', '--role', 'viewer'];
    expect(await runCommandWith(environment, 'member', sue, '')).toMatchObject({
      code: 0,
      out: 'Sue can sign in as viewer with sue@example.com.',
    });
  });

  it('rejects a short password and an unknown role with a clear message', async () => {
    expect((await member('short\n', ...mia)).err).toBe(
      'password: must have at least 12 characters.',
    );
    const boss = await member(`${password}\n`, ...mia.slice(0, 5), 'boss');
    expect(boss.err).toBe('role: must be one of viewer, manager, admin.');
  });

  it('disables, enables, and lists members', async () => {
    const admin = ['--email', 'ada@example.com', '--name', 'Ada', '--role', 'admin'];
    expect((await member(`${password}\n`, ...admin)).code).toBe(0);
    expect(await member('', '--disable', 'MIA@example.com')).toMatchObject({
      code: 0,
      out: "Mia O’Neil is signed out everywhere and can't sign in.",
    });
    const { out } = await member('', '--list');
    expect(out).toMatch(/mia@example\.com +Mia O’Neil +manager +Disabled +never +0/);
    expect(out).toMatch(/ada@example\.com +Ada +admin +Active +never +0/);
    expect((await member('', '--enable', 'mia@example.com')).out).toBe(
      'Mia O’Neil can sign in again.',
    );
    const listed = JSON.parse((await member('', '--list', '--json')).out);
    expect(listed).toMatchObject([
      { name: 'Ada' },
      { name: 'Mia O’Neil', status: 'active' },
      { name: 'Sue' },
    ]);
  });

  it('does not disable the last admin, or a person who is no member', async () => {
    expect(await member('', '--disable', 'ada@example.com')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Ada is the only admin who can sign in'),
    });
    expect(await member('', '--disable', 'no@example.com')).toMatchObject({
      code: 1,
      err: 'There is no member with the email no@example.com.',
    });
  });

  it.each([
    ['nothing', []],
    ['two things at once', ['--list', '--disable', 'mia@example.com']],
    ['JSON of a change', ['--disable', 'mia@example.com', '--json']],
  ])('explains its usage when asked for %s', async (_, args) => {
    const { code, err } = await member('', ...args);
    expect(code).toBe(2);
    expect(err).toContain('--role viewer|manager|admin');
  });
});
