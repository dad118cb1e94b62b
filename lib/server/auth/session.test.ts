import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'next-auth/jwt';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { authSecret } from './secrets';
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

describe('a session token', () => {
  const session = (minutes = 60) => ({
    email: 'ana@example.com',
    sessionId: 'S-1',
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
