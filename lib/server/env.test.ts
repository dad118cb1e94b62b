import { describe, expect, it } from 'vitest';
import { parseEnv } from './env';
import { AppError } from './errors';

const snowflake = {
  WAREHOUSE: 'snowflake',
  SNOWFLAKE_ACCOUNT: 'MYORG-MYACCOUNT',
  SNOWFLAKE_USER: 'CSM_ROUTING',
  SNOWFLAKE_WAREHOUSE: 'CSM_ROUTING',
  SNOWFLAKE_PASSWORD: 'Correct-Horse-9',
};

/** What is said of settings, a line per fault. */
function faultsOf(variables: Readonly<Record<string, string>>): readonly string[] {
  try {
    parseEnv(variables);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [first, ...lines] = error.message.split('\n');
    expect(first).toBe('The configuration is not usable:');
    return lines.map((line) => line.trim());
  }
  return [];
}

describe('the settings', () => {
  it('are those of the embedded warehouse where nothing is set, or set empty', () => {
    expect(parseEnv({ WAREHOUSE: '', SNOWFLAKE_ACCOUNT: '' })).toMatchObject({
      WAREHOUSE: 'duckdb',
      DUCKDB_PATH: '.data/warehouse.duckdb',
      PORT: 3000,
    });
  });

  it('leave review off without a key, and know which model would do it', () => {
    expect(parseEnv({ ANTHROPIC_API_KEY: '' })).toMatchObject({
      ANTHROPIC_MODEL: 'claude-sonnet-5-5',
    });
    expect(parseEnv({ ANTHROPIC_API_KEY: '' }).ANTHROPIC_API_KEY).toBeUndefined();
    expect(faultsOf({ ANTHROPIC_BASE_URL: 'localhost', ANTHROPIC_MODEL: 'the best' })).toEqual([
      'ANTHROPIC_MODEL: must be the name of a model, such as claude-sonnet-5-5',
      'ANTHROPIC_BASE_URL: must be an address such as https://api.anthropic.com',
    ]);
  });

  it('offer the demo’s people on the sign-in page only with an embedded warehouse', () => {
    const person = { name: 'Mo', role: 'manager', email: 'm@demo.example', password: 'public' };
    const DEMO_MEMBERS = JSON.stringify([person]);
    expect(parseEnv({ DEMO_MEMBERS }).DEMO_MEMBERS).toEqual([person]);
    expect(parseEnv({}).DEMO_MEMBERS).toBeUndefined();
    expect(faultsOf({ ...snowflake, DEMO_MEMBERS })).toEqual([
      'DEMO_MEMBERS: offers public passwords, so it cannot be used with Snowflake',
    ]);
    expect(faultsOf({ DEMO_MEMBERS: 'yes' })).toEqual([
      'DEMO_MEMBERS: is set by npm run demo; leave it unset',
    ]);
  });

  it('of Snowflake play no part for the embedded warehouse, however wrong', () => {
    const settings = parseEnv({ SNOWFLAKE_ACCOUNT: 'https://x', SNOWFLAKE_SCHEMA: 'a b' });
    expect(settings.SNOWFLAKE_ACCOUNT).toBeUndefined();
    expect(settings.SNOWFLAKE_SCHEMA).toBe('DATA_SCIENCE');
  });

  it('of Snowflake have the guide’s places as defaults', () => {
    expect(parseEnv(snowflake)).toMatchObject({
      SNOWFLAKE_DATABASE: 'DSV_WAREHOUSE',
      SNOWFLAKE_SCHEMA: 'DATA_SCIENCE',
      SNOWFLAKE_POOL_SIZE: 8,
    });
  });

  it('say all that is missing for Snowflake at once', () => {
    expect(faultsOf({ WAREHOUSE: 'snowflake', PORT: '0' })).toEqual([
      expect.stringMatching(/^PORT: /),
      'SNOWFLAKE_ACCOUNT: must be set with WAREHOUSE=snowflake, to the account identifier, such as MYORG-MYACCOUNT',
      'SNOWFLAKE_USER: must be set with WAREHOUSE=snowflake, to the user that the program signs in as',
      'SNOWFLAKE_WAREHOUSE: must be set with WAREHOUSE=snowflake, to the virtual warehouse that computes, such as CSM_ROUTING',
      expect.stringMatching(/^SNOWFLAKE_PRIVATE_KEY_PATH: must be set with WAREHOUSE=snowflake/),
    ]);
  });

  it('ask for one way to sign in, and no more', () => {
    expect(faultsOf({ ...snowflake, SNOWFLAKE_OAUTH_TOKEN: 'ey-token' })).toEqual([
      'SNOWFLAKE_PASSWORD: cannot be set together with SNOWFLAKE_OAUTH_TOKEN; keep the one that is meant',
    ]);
    expect(faultsOf({ ...snowflake, SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: 'x' })).toEqual([
      expect.stringContaining('SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: is of no use without'),
    ]);
  });

  it.each([
    ['WAREHOUSE', 'oracle', 'must be "duckdb"'],
    ['SNOWFLAKE_ACCOUNT', 'https://x.snowflakecomputing.com', 'such as MYORG-MYACCOUNT'],
    ['SNOWFLAKE_ACCOUNT', 'x.eu-1.snowflakecomputing.com', 'without https:// and domain'],
    ['SNOWFLAKE_ROLE', 'MY ROLE', 'one identifier such as CSM_ROUTING, in double quotes'],
    ['SNOWFLAKE_WAREHOUSE', 'W; DROP', 'one identifier'],
    ['SNOWFLAKE_DATABASE', 'A.B', 'one identifier such as DSV_WAREHOUSE'],
    ['SNOWFLAKE_SCHEMA', '"', 'one identifier such as DATA_SCIENCE'],
    ['SNOWFLAKE_ONBOARDING_VIEW', 'a.b.c.d', 'such as DSV_SHARE.PUBLIC.VW_ONBOARDING_DETAIL'],
    ['SNOWFLAKE_ACTIVE_CSMS_TABLE', 'a--', 'the name of a table or view'],
    ['SNOWFLAKE_URL', 'myorg', 'must be an address such as https://'],
    ['SNOWFLAKE_URL', 'http://example.com', 'must begin with https://'],
    ['SNOWFLAKE_POOL_SIZE', 'many', 'a number of connections'],
    ['SNOWFLAKE_POOL_SIZE', '0', 'at least 1'],
  ])('say what %s should look like, given %j', (name, value, words) => {
    const faults = faultsOf({ ...snowflake, [name]: value });
    expect(faults).toEqual([expect.stringContaining(words)]);
    expect(faults[0]?.startsWith(`${name}: `)).toBe(true);
  });

  it('let a server on this machine be spoken to in the clear', () => {
    expect(faultsOf({ ...snowflake, SNOWFLAKE_URL: 'http://127.0.0.1:8080' })).toEqual([]);
  });

  it('take quoted identifiers', () => {
    const quoted = { SNOWFLAKE_ROLE: '"my role"', SNOWFLAKE_ONBOARDING_VIEW: '"a b".c' };
    expect(faultsOf({ ...snowflake, ...quoted })).toEqual([]);
  });

  it('never show a secret', () => {
    const said = faultsOf({
      ...snowflake,
      SNOWFLAKE_ACCOUNT: '',
      SNOWFLAKE_OAUTH_TOKEN: 'ey-token',
      SNOWFLAKE_PRIVATE_KEY: 'MIIE-key',
      SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: 'open-sesame',
      NEXTAUTH_SECRET: 'too-short',
      API_TOKEN: 'tiny',
    }).join('\n');
    expect(said).not.toMatch(/Correct-Horse|ey-token|MIIE|sesame|too-short|tiny/);
  });
});
