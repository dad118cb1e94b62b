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
const older = String(privateKey.export({ format: 'pem', type: 'pkcs1' }));
const lock = { format: 'pem', cipher: 'aes-256-cbc', passphrase } as const;
const encrypted = String(privateKey.export({ ...lock, type: 'pkcs8' }));
const olderEncrypted = String(privateKey.export({ ...lock, type: 'pkcs1' }));

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

function faultOf(variables: Readonly<Record<string, string>>): string {
  try {
    settingsWith(variables);
  } catch (error) {
    if (error instanceof AppError) return error.message.split('\n').slice(1).join('\n').trim();
    throw error;
  }
  throw new Error('was taken');
}

describe('the settings of Snowflake', () => {
  it('become what the driver takes', () => {
    expect(settingsWith({ SNOWFLAKE_PASSWORD: 'x', SNOWFLAKE_ROLE: 'R' })).toEqual({
      account: 'MYORG-MYACCOUNT',
      user: 'ROUTER',
      auth: { kind: 'password', password: 'x' },
      role: 'R',
      warehouse: 'SMALL',
      database: 'DSV_WAREHOUSE',
      schema: 'DATA_SCIENCE',
      poolSize: 8,
      nameMapping: new Map(),
    });
    expect(settingsWith({ SNOWFLAKE_OAUTH_TOKEN: 't' }).auth).toEqual({
      kind: 'oauth',
      token: 't',
    });
  });

  it('say where the data team’s objects are', () => {
    const { nameMapping: places } = settingsWith({
      SNOWFLAKE_PASSWORD: 'x',
      SNOWFLAKE_DATABASE: 'D',
      SNOWFLAKE_SCHEMA: 'S',
      SNOWFLAKE_RECOMMENDATIONS_TABLE: 'a.b.recs',
      SNOWFLAKE_ASSIGNMENTS_TABLE: 'b.assigned',
      SNOWFLAKE_ACTIVE_CSMS_TABLE: 'active',
      SNOWFLAKE_ACCOUNT_SCORES_TABLE: '"Scores"',
      SNOWFLAKE_ONBOARDING_VIEW: 'x.y.z',
    });
    const spelled = (name: string) => mapName(name, places ?? new Map());
    expect([
      spelled(tableNames.recommendations),
      spelled(tableNames.assignments),
      spelled(tableNames.activeCsms),
      spelled(tableNames.accountScores),
      spelled(tableNames.onboarding),
      spelled(tableNames.decisions),
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
  const taken = { kind: 'key', privateKey: plain };

  it.each([
    ['in PEM', plain],
    ['with \\n for line breaks', plain.replaceAll('\n', '\\n')],
    ['with Windows line breaks', plain.replaceAll('\n', '\r\n')],
    ['with spaces for line breaks', plain.replaceAll('\n', ' ')],
    ['in the older format', older],
  ])('is taken %s', (_, text) => {
    expect(settingsWith({ SNOWFLAKE_PRIVATE_KEY: text }).auth).toEqual(taken);
  });

  it.each([
    ['', encrypted],
    [' with \\n for line breaks', encrypted.replaceAll('\n', '\\n')],
    [' in the older format', olderEncrypted],
  ])('is opened with its passphrase%s', (_, text) => {
    const auth = settingsWith({
      SNOWFLAKE_PRIVATE_KEY: text,
      SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: passphrase,
    }).auth;
    expect(auth).toEqual(taken);
  });

  it('is read from a file', () => {
    const path = join(folder, 'key.p8');
    writeFileSync(path, encrypted);
    const { auth } = settingsWith({
      SNOWFLAKE_PRIVATE_KEY_PATH: path,
      SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: passphrase,
    });
    expect(auth).toEqual(taken);
    expect(createPrivateKey(plain).type).toBe('private');
  });

  it('that is not there is named by its path', () => {
    const path = join(folder, 'lost.p8');
    expect(faultOf({ SNOWFLAKE_PRIVATE_KEY_PATH: path })).toBe(
      `SNOWFLAKE_PRIVATE_KEY_PATH: the file ${path} cannot be read (ENOENT)`,
    );
  });

  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const pem = { format: 'pem', type: 'pkcs8' } as const;
  it.each([
    ['no key', 'PRIVATE_KEY: must give a private key in PEM, from -----BEGIN PRIVATE KEY-----'],
    [String(publicKey.export({ format: 'pem', type: 'spki' })), 'this is the public key'],
    [plain.slice(0, 900), 'PRIVATE_KEY: must give a whole private key; this one is cut off'],
    [String(other.export(pem)), 'an RSA key of at least 2048 bits; this one is ec'],
    [String(short.export(pem)), 'an RSA key of at least 2048 bits; this one is of 1024 bits'],
    [encrypted, 'PRIVATE_KEY_PASSPHRASE: must be set, because the private key is encrypted'],
  ])('is refused in words (%#)', (text, words) => {
    expect(faultOf({ SNOWFLAKE_PRIVATE_KEY: text })).toContain(words);
  });

  it('and a wrong passphrase are refused without showing either', () => {
    const fault = faultOf({
      SNOWFLAKE_PRIVATE_KEY: encrypted,
      SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: 'wrong-one',
    });
    expect(fault).toBe(
      'SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: does not open the private key, or the key is damaged',
    );
  });
});
