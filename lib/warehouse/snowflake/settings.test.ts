import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseEnv } from '@/lib/server/env';
import { AppError } from '@/lib/server/errors';
import { tableNames } from '@/lib/warehouse/tables';
import { mapName } from './name-mapping';
import { snowflakeOptionsFromEnv } from './settings';

const folder = mkdtempSync(join(tmpdir(), 'csm-routing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const passphrase = 'open sesame';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const plain = String(privateKey.export({ format: 'pem', type: 'pkcs8' }));
const pkcs1 = String(privateKey.export({ format: 'pem', type: 'pkcs1' }));
const encryption = { format: 'pem', cipher: 'aes-256-cbc', passphrase } as const;
const encrypted = String(privateKey.export({ ...encryption, type: 'pkcs8' }));
const pkcs1Encrypted = String(privateKey.export({ ...encryption, type: 'pkcs1' }));

const settingsWith = (variables: Readonly<Record<string, string>>) =>
  snowflakeOptionsFromEnv(
    parseEnv({
      WAREHOUSE: 'snowflake',
      SNOWFLAKE_ACCOUNT: 'MYORG-MYACCOUNT',
      SNOWFLAKE_USER: 'ROUTER',
      SNOWFLAKE_WAREHOUSE: 'SMALL',
      ...variables,
    }),
  );

function settingsError(variables: Readonly<Record<string, string>>): string {
  try {
    settingsWith(variables);
  } catch (error) {
    if (error instanceof AppError) return error.message.split('\n').slice(1).join('\n').trim();
    throw error;
  }
  throw new Error('The settings were accepted.');
}

describe('Snowflake settings', () => {
  it('become driver options', () => {
    expect(settingsWith({ SNOWFLAKE_PASSWORD: 'x', SNOWFLAKE_ROLE: 'R' })).toEqual({
      account: 'MYORG-MYACCOUNT',
      user: 'ROUTER',
      auth: { kind: 'password', password: 'x' },
      role: 'R',
      warehouse: 'SMALL',
      database: 'DSV_WAREHOUSE',
      schema: 'DATA_SCIENCE',
      checkRevocation: true,
      poolSize: 8,
      nameMapping: new Map(),
      dataTimeZone: 'UTC',
    });
    const off = settingsWith({ SNOWFLAKE_PASSWORD: 'x', SNOWFLAKE_OCSP: 'off' });
    expect(off.checkRevocation).toBe(false);
    expect(settingsWith({ SNOWFLAKE_OAUTH_TOKEN: 't' }).auth).toEqual({
      kind: 'oauth',
      token: 't',
    });
  });

  it('map the names of the data team’s objects', () => {
    const { nameMapping = new Map() } = settingsWith({
      SNOWFLAKE_PASSWORD: 'x',
      SNOWFLAKE_DATABASE: 'D',
      SNOWFLAKE_SCHEMA: 'S',
      SNOWFLAKE_RECOMMENDATIONS_TABLE: 'a.b.recs',
      SNOWFLAKE_ASSIGNMENTS_TABLE: 'b.assigned',
      SNOWFLAKE_ACTIVE_CSMS_TABLE: 'active',
      SNOWFLAKE_ACCOUNT_SCORES_TABLE: '"Scores"',
      SNOWFLAKE_ONBOARDING_VIEW: 'x.y.z',
    });
    const mapped = (name: string) => mapName(name, nameMapping);
    expect([
      mapped(tableNames.recommendations),
      mapped(tableNames.assignments),
      mapped(tableNames.activeCsms),
      mapped(tableNames.accountScores),
      mapped(tableNames.onboarding),
      mapped(tableNames.decisions),
    ]).toEqual([
      'a.b.recs',
      'D.b.assigned',
      'D.S.active',
      'D.S."Scores"',
      'x.y.z',
      'D.S.CSM_ROUTING_DECISIONS',
    ]);
  });
});

describe('the private key', () => {
  const expected = { kind: 'key', privateKey: plain };

  it.each([
    ['in PEM', plain],
    ['with \\n as line breaks', plain.replaceAll('\n', '\\n')],
    ['with Windows line breaks', plain.replaceAll('\n', '\r\n')],
    ['with spaces as line breaks', plain.replaceAll('\n', ' ')],
    ['in PKCS #1', pkcs1],
  ])('is accepted %s', (_, text) => {
    expect(settingsWith({ SNOWFLAKE_PRIVATE_KEY: text }).auth).toEqual(expected);
  });

  it.each([
    ['', encrypted],
    [' with \\n as line breaks', encrypted.replaceAll('\n', '\\n')],
    [' in PKCS #1', pkcs1Encrypted],
  ])('is decrypted with its passphrase%s', (_, text) => {
    const auth = settingsWith({
      SNOWFLAKE_PRIVATE_KEY: text,
      SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: passphrase,
    }).auth;
    expect(auth).toEqual(expected);
  });

  it('is read from a file', () => {
    const path = join(folder, 'key.p8');
    writeFileSync(path, encrypted);
    const { auth } = settingsWith({
      SNOWFLAKE_PRIVATE_KEY_PATH: path,
      SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: passphrase,
    });
    expect(auth).toEqual(expected);
    expect(createPrivateKey(plain).type).toBe('private');
  });

  it('is reported by its path if the file is missing', () => {
    const path = join(folder, 'lost.p8');
    expect(settingsError({ SNOWFLAKE_PRIVATE_KEY_PATH: path })).toBe(
      `SNOWFLAKE_PRIVATE_KEY_PATH: the file ${path} cannot be read (ENOENT)`,
    );
  });

  const ecKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const shortKey = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const pem = { format: 'pem', type: 'pkcs8' } as const;
  it.each([
    ['no key', 'PRIVATE_KEY: must give a private key in PEM, from -----BEGIN PRIVATE KEY-----'],
    [String(publicKey.export({ format: 'pem', type: 'spki' })), 'this is the public key'],
    [plain.slice(0, 900), 'PRIVATE_KEY: must give a whole private key; this one is cut off'],
    [String(ecKey.export(pem)), 'an RSA key of at least 2048 bits; this one is ec'],
    [String(shortKey.export(pem)), 'an RSA key of at least 2048 bits; this one is of 1024 bits'],
    [encrypted, 'PRIVATE_KEY_PASSPHRASE: must be set, because the private key is encrypted'],
  ])('is rejected with a specific message (%#)', (text, message) => {
    expect(settingsError({ SNOWFLAKE_PRIVATE_KEY: text })).toContain(message);
  });

  it('is not shown, nor is its passphrase, if the passphrase is wrong', () => {
    const message = settingsError({
      SNOWFLAKE_PRIVATE_KEY: encrypted,
      SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: 'wrong-one',
    });
    expect(message).toBe(
      'SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: does not open the private key, or the key is damaged',
    );
  });
});
