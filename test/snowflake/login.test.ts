import { createPublicKey, createSign, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '@/lib/time';
import { type Credentials, fingerprint, invalidTokenReason } from './login';
import { connect } from './raw-connection';
import { type SnowflakeServer, startSnowflakeServer } from './server';

let server: SnowflakeServer;
let now = new Date();

beforeAll(async () => {
  server = await startSnowflakeServer({ now: () => now });
});
afterAll(() => server.close());

const byKey = (privateKey: string) => ({ authenticator: 'SNOWFLAKE_JWT', privateKey });

describe('logging in with the unmodified SDK', () => {
  it('accepts a password, a key, and an OAuth token', async () => {
    const { privateKey, oauthToken } = server.credentials;
    for (const options of [{}, byKey(privateKey), { authenticator: 'OAUTH', token: oauthToken }]) {
      const session = await connect(server, options);
      expect(server.sessions('test')).toMatchObject([{ user: 'CSM_ROUTING' }]);
      await session.close();
    }
  });

  it('rejects a wrong password, user, or token', async () => {
    await expect(connect(server, { password: 'no' })).rejects.toMatchObject({ code: '390100' });
    await expect(connect(server, { username: 'no' })).rejects.toMatchObject({ code: '390100' });
    const wrong = connect(server, { authenticator: 'OAUTH', token: 'no' });
    await expect(wrong).rejects.toMatchObject({ code: '390303' });
  });

  it('rejects a key that is not registered', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await expect(connect(server, byKey(pem))).rejects.toMatchObject({ code: '390144' });
  });

  it('rejects a key-pair token that is three minutes old', async () => {
    now = new Date(Date.now() + 3 * MINUTE_MS);
    const late = connect(server, byKey(server.credentials.privateKey));
    await expect(late).rejects.toMatchObject({ code: '390144' });
    now = new Date();
  });

  it('opens a session with the requested role, warehouse, database, and schema', async () => {
    const session = await connect(server, {
      account: 'elsewhere',
      role: 'analyst',
      warehouse: 'small',
      database: 'dsv_share',
      schema: 'public',
    });
    expect(server.sessions('elsewhere').at(-1)).toMatchObject({
      role: 'ANALYST',
      warehouse: 'SMALL',
      database: 'DSV_SHARE',
      schema: 'PUBLIC',
    });
    await session.close();
  });

  it('gives every account its own databases', async () => {
    const first = await connect(server, { account: 'one' });
    const second = await connect(server, { account: 'two' });
    await first.execute('CREATE TABLE ONLY_FIRST (N INTEGER)');
    await expect(second.execute('SELECT * FROM ONLY_FIRST')).rejects.toMatchObject({
      code: '002003',
    });
    await Promise.all([first.close(), second.close()]);
  });
});

describe('a key-pair token', () => {
  const subject = 'TEST.CSM_ROUTING';
  const sign = (claims: object, key = server.credentials.privateKey, alg = 'RS256') => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg, typ: 'JWT' })}.${part(claims)}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
  };
  const check = (token: string, credentials: Credentials = server.credentials) =>
    invalidTokenReason(token, { account: 'test', credentials, now });
  const validClaims = () => {
    const seconds = Math.floor(now.getTime() / 1000);
    const iss = `${subject}.${fingerprint(server.credentials.publicKey)}`;
    return { iss, sub: subject, iat: seconds, exp: seconds + 60 };
  };

  it('is valid with times in seconds, as in the standard', () => {
    expect(check(sign(validClaims()))).toBeUndefined();
  });

  it.each([
    ['subject', { sub: 'TEST.OTHER' }, /subject/],
    ['issuer without a fingerprint', { iss: subject }, /issuer/],
    ['fingerprint of another key', { iss: `${subject}.SHA256:AAAA` }, /issuer/],
    ['expiry', { exp: 1_700_000_000 }, /expired/],
    ['missing expiry', { exp: undefined }, /expired/],
    ['issue time in the future', { iat: 4_000_000_000, exp: 4_000_000_060 }, /future/],
  ])('is rejected for its %s', (_, claim, reason) => {
    expect(check(sign({ ...validClaims(), ...claim }))).toMatch(reason);
  });

  it('is rejected if it was changed after signing', () => {
    const [header, , signature] = sign(validClaims()).split('.');
    const payload = Buffer.from(JSON.stringify({ ...validClaims(), x: 1 })).toString('base64url');
    expect(check(`${header}.${payload}.${signature}`)).toMatch(/signature/);
    expect(check(sign(validClaims(), undefined, 'none'))).toMatch(/RS256/);
    expect(check('nonsense')).toMatch(/RS256/);
  });

  it('is checked against the registered key', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const publicKey = createPublicKey(privateKey);
    expect(check(sign(validClaims()), { ...server.credentials, publicKey })).toMatch(/signature/);
  });
});
