import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { readOrMakeSecret } from './secrets';

const folder = mkdtempSync(join(tmpdir(), 'csm-secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the secret beside the warehouse', () => {
  test('is created on first use, is readable only by this user, and stays the same', () => {
    const path = join(folder, 'new', 'warehouse.duckdb.secret');
    const secret = readOrMakeSecret(path);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readOrMakeSecret(path)).toBe(secret);
    expect(readdirSync(join(folder, 'new'))).toEqual(['warehouse.duckdb.secret']);
  });

  test('differs between warehouses', () => {
    expect(readOrMakeSecret(join(folder, 'a'))).not.toBe(readOrMakeSecret(join(folder, 'b')));
  });

  test('is rejected if the file is empty', () => {
    const path = join(folder, 'empty');
    writeFileSync(path, '');
    expect(() => readOrMakeSecret(path)).toThrow(/NEXTAUTH_SECRET/);
  });

  const root = process.getuid?.() === 0;
  const why = root ? ' (skipped: no folder is closed to root)' : '';
  test.skipIf(root)(`explains what to do if its folder is not writable${why}`, () => {
    const closed = mkdtempSync(join(folder, 'closed-'));
    chmodSync(closed, 0o500);
    expect(() => readOrMakeSecret(join(closed, 'secret'))).toThrow(/Make the file writable/);
  });

  test('explains what to do if its folder cannot be created', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => readOrMakeSecret(join(folder, 'file', 'secret'))).toThrow(
      /Make the file writable/,
    );
  });
});

describe('the secret with Snowflake', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  test('is required, so that all servers use the same one', async () => {
    vi.resetModules();
    for (const [name, value] of Object.entries({
      WAREHOUSE: 'snowflake',
      SNOWFLAKE_ACCOUNT: 'MYORG-MYACCOUNT',
      SNOWFLAKE_USER: 'ROUTER',
      SNOWFLAKE_WAREHOUSE: 'SMALL',
      SNOWFLAKE_PASSWORD: 'x',
      NEXTAUTH_SECRET: '',
    })) {
      vi.stubEnv(name, value);
    }
    const { authSecret } = await import('./secrets');
    expect(() => authSecret()).toThrow(/NEXTAUTH_SECRET: is required with WAREHOUSE=snowflake/);
  });
});
