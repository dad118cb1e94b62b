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
  it('goes by password, by key and by OAuth token', async () => {
    const { privateKey, oauthToken } = server.credentials;
    for (const how of [{}, byKey(privateKey), { authenticator: 'OAUTH', token: oauthToken }]) {
      const session = await connect(server, how);
      expect(server.sessions('test')).toMatchObject([{ user: 'CSM_ROUTING' }]);
      await session.close();
    }
  });

  it('refuses a wrong password, user or token', async () => {
    await expect(connect(server, { password: 'no' })).rejects.toMatchObject({ code: '390100' });
    await expect(connect(server, { username: 'no' })).rejects.toMatchObject({ code: '390100' });
    const wrong = connect(server, { authenticator: 'OAUTH', token: 'no' });
    await expect(wrong).rejects.toMatchObject({ code: '390303' });
  });

  it('refuses a key that is not registered', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await expect(connect(server, byKey(pem))).rejects.toMatchObject({ code: '390144' });
  });

  it('refuses a key-pair token that is three minutes old', async () => {
    now = new Date(Date.now() + 3 * MINUTE_MS);
    const late = connect(server, byKey(server.credentials.privateKey));
    await expect(late).rejects.toMatchObject({ code: '390144' });
    now = new Date();
  });

  it('gives the session the role, warehouse, database and schema it asks for', async () => {
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

  it('gives every account databases of its own', async () => {
    const here = await connect(server, { account: 'one' });
    const there = await connect(server, { account: 'two' });
    await here.execute('CREATE TABLE ONLY_HERE (N INTEGER)');
    await expect(there.execute('SELECT * FROM ONLY_HERE')).rejects.toMatchObject({
      code: '002003',
    });
    await Promise.all([here.close(), there.close()]);
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
  const good = () => {
    const seconds = Math.floor(now.getTime() / 1000);
    const iss = `${subject}.${fingerprint(server.credentials.publicKey)}`;
    return { iss, sub: subject, iat: seconds, exp: seconds + 60 };
  };

  it('is good with times in seconds, as the standard has them', () => {
    expect(check(sign(good()))).toBeUndefined();
  });

  it.each([
    ['subject', { sub: 'TEST.SOMEBODY' }, /subject/],
    ['issuer without a fingerprint', { iss: subject }, /issuer/],
    ['fingerprint of another key', { iss: `${subject}.SHA256:AAAA` }, /issuer/],
    ['expiry', { exp: 1_700_000_000 }, /expired/],
    ['missing expiry', { exp: undefined }, /expired/],
    ['time of issue to come', { iat: 4_000_000_000, exp: 4_000_000_060 }, /future/],
  ])('is refused for its %s', (_, claim, why) => {
    expect(check(sign({ ...good(), ...claim }))).toMatch(why);
  });

  it('is refused when anything in it was changed after signing', () => {
    const [header, , signature] = sign(good()).split('.');
    const payload = Buffer.from(JSON.stringify({ ...good(), x: 1 })).toString('base64url');
    expect(check(`${header}.${payload}.${signature}`)).toMatch(/signature/);
    expect(check(sign(good(), undefined, 'none'))).toMatch(/RS256/);
    expect(check('nonsense')).toMatch(/RS256/);
  });

  it('is checked against the key that is registered', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const publicKey = createPublicKey(privateKey);
    expect(check(sign(good()), { ...server.credentials, publicKey })).toMatch(/signature/);
  });
});
