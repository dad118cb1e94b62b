import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'next-auth/jwt';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { authorizeToken } from './current-person';
import { clientAddress } from './rate-limit';
import { apiToken, authSecret, operatorToken } from './secrets';
import { createSessionToken, verifySessionToken } from './session';

const folder = mkdtempSync(join(tmpdir(), 'csm-tokens-'));
beforeAll(() => vi.stubEnv('DUCKDB_PATH', join(folder, 'warehouse.duckdb')));
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('the API token', () => {
  test('acts as a manager who is not a member', () => {
    expect(authorizeToken(`Bearer ${apiToken()}`)).toEqual({
      email: 'api',
      name: 'API token',
      role: 'manager',
    });
  });

  test('is derived from the secret without revealing it', () => {
    expect(apiToken()).toMatch(/^[0-9a-f]{64}$/);
    expect(apiToken()).not.toBe(authSecret());
  });

  test('of the command line acts as an admin, and is another one', () => {
    expect(authorizeToken(`Bearer ${operatorToken()}`)).toMatchObject({
      ...{ name: 'Command line', role: 'admin' },
    });
    expect([apiToken(), authSecret()]).not.toContain(operatorToken());
  });

  test.each([
    ['missing', () => null],
    ['empty', () => 'Bearer '],
    ['of another scheme', () => `Basic ${apiToken()}`],
    ['cut short', () => `Bearer ${apiToken().slice(1)}`],
    ['too long', () => `Bearer ${apiToken()}0`],
    ['the secret itself', () => `Bearer ${authSecret()}`],
  ])('%s is refused', (_, header) => {
    expect(() => authorizeToken(header())).toThrow(
      expect.objectContaining({ code: 'sign_in_required' }),
    );
  });
});

describe('a session', () => {
  test('contains the email it was created for', async () => {
    expect(await verifySessionToken(await createSessionToken('ana@example.com'))).toBe(
      'ana@example.com',
    );
  });

  test('is invalid if it is missing, forged, or encrypted with another secret', async () => {
    const token = await createSessionToken('ana@example.com');
    const other = await encode({ token: { email: 'ana@example.com' }, secret: 'x'.repeat(32) });
    expect(await verifySessionToken(undefined)).toBeUndefined();
    expect(await verifySessionToken('nonsense')).toBeUndefined();
    expect(await verifySessionToken(`${token.slice(0, -2)}aa`)).toBeUndefined();
    expect(await verifySessionToken(other)).toBeUndefined();
  });

  test('expires after 12 hours', async () => {
    vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z'), toFake: ['Date'] });
    const token = await createSessionToken('ana@example.com');
    vi.setSystemTime(new Date('2026-01-01T11:59:00Z'));
    expect(await verifySessionToken(token)).toBe('ana@example.com');
    vi.setSystemTime(new Date('2026-01-01T12:01:00Z'));
    expect(await verifySessionToken(token)).toBeUndefined();
  });
});

test('the client address is the one recorded by the nearest proxy', () => {
  const from = (value?: string) =>
    clientAddress(new Headers(value === undefined ? {} : { 'x-forwarded-for': value }));
  expect(from('1.2.3.4')).toBe('1.2.3.4');
  expect(from('made up, 10.0.0.1, 1.2.3.4')).toBe('1.2.3.4');
  expect(from()).toBe('unknown');
});
