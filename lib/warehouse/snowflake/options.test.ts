import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { connectionOptions, type SnowflakeOptions } from './options';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();

const options: SnowflakeOptions = {
  account: 'org-account',
  user: 'PROGRAM',
  auth: { kind: 'password', password: 'secret' },
  database: 'DSV_WAREHOUSE',
  schema: 'DATA_SCIENCE',
  poolSize: 4,
};

describe('connectionOptions', () => {
  it('includes the account, user, and password, and stores nothing on disk', () => {
    expect(connectionOptions(options)).toMatchObject({
      account: 'org-account',
      username: 'PROGRAM',
      password: 'secret',
      application: 'CSM_Routing',
      clientStoreTemporaryCredential: false,
      clientRequestMFAToken: false,
    });
  });

  it('keeps idle sessions alive and limits login retries', () => {
    expect(connectionOptions(options)).toMatchObject({
      clientSessionKeepAlive: true,
      clientSessionKeepAliveHeartbeatFrequency: 900,
      sfRetryMaxLoginRetries: 2,
    });
  });

  it('includes the role, virtual warehouse, and URL only if they are set', () => {
    const set = { role: 'R', warehouse: 'W', url: 'https://a.privatelink.snowflakecomputing.com' };
    const names = ['role', 'warehouse', 'accessUrl'];
    expect(Object.keys(connectionOptions(options))).not.toEqual(expect.arrayContaining(names));
    expect(connectionOptions({ ...options, ...set })).toMatchObject({
      role: 'R',
      warehouse: 'W',
      accessUrl: set.url,
    });
  });

  it('uses an OAuth token', () => {
    const auth = { kind: 'oauth', token: 't' } as const;
    expect(connectionOptions({ ...options, auth })).toMatchObject({
      authenticator: 'OAUTH',
      token: 't',
    });
  });

  it.each([pem, pkcs1])('converts a key to unencrypted PKCS #8', (given) => {
    const auth = { kind: 'key', privateKey: given } as const;
    const converted = connectionOptions({ ...options, auth });
    expect(converted).toMatchObject({ authenticator: 'SNOWFLAKE_JWT', privateKey: pem.trim() });
    expect(converted).not.toHaveProperty('privateKeyPass');
  });

  it.each([
    ['no key at all', 'SNOWFLAKE_PRIVATE_KEY'],
    [pem.replace('PRIVATE', 'ENCRYPTED PRIVATE'), 'SNOWFLAKE_PRIVATE_KEY_PASSPHRASE'],
  ])('rejects a key that cannot be used', (given, setting) => {
    const auth = { kind: 'key', privateKey: given } as const;
    expect(() => connectionOptions({ ...options, auth })).toThrow(setting);
  });
});
