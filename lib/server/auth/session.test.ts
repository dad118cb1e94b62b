import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'next-auth/jwt';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { authorizeToken } from './current-person';
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

describe('a session token', () => {
  const session = (minutes = 60) => ({
    ...{ email: 'ana@example.com', sessionId: 'S-1' },
    expiresAt: new Date(Math.floor(Date.now() / 1_000 + minutes * 60) * 1_000),
  });

  test('contains the session it was created for', async () => {
    const created = session();
    expect(await verifySessionToken(await createSessionToken(created))).toEqual({
      ...created,
      // It may lose the rest of a second.
      expiresAt: expect.any(Date),
    });
  });

  test('is invalid if it is missing, forged, encrypted with another secret, or without a session', async () => {
    const token = await createSessionToken(session());
    const content = { email: 'ana@example.com', sid: 'S-1' };
    const other = await encode({ token: content, secret: 'x'.repeat(32) });
    const without = await encode({ token: { email: content.email }, secret: authSecret() });
    expect(await verifySessionToken(undefined)).toBeUndefined();
    expect(await verifySessionToken('nonsense')).toBeUndefined();
    expect(await verifySessionToken(`${token.slice(0, -2)}aa`)).toBeUndefined();
    expect(await verifySessionToken(other)).toBeUndefined();
    expect(await verifySessionToken(without)).toBeUndefined();
  });

  test('expires with its session', async () => {
    vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z'), toFake: ['Date'] });
    const token = await createSessionToken(session(90));
    vi.setSystemTime(new Date('2026-01-01T01:29:00Z'));
    expect(await verifySessionToken(token)).toMatchObject({
      expiresAt: new Date('2026-01-01T01:30:00Z'),
    });
    vi.setSystemTime(new Date('2026-01-01T01:31:00Z'));
    expect(await verifySessionToken(token)).toBeUndefined();
  });
});
