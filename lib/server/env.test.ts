import { describe, expect, it } from 'vitest';
import { MAX_BATCH_SIZE } from '@/lib/runs/solve';
import { parseEnv } from './env';
import { AppError } from './errors';

const snowflake = {
  WAREHOUSE: 'snowflake',
  SNOWFLAKE_ACCOUNT: 'MYORG-MYACCOUNT',
  SNOWFLAKE_USER: 'CSM_ROUTING',
  SNOWFLAKE_WAREHOUSE: 'CSM_ROUTING',
  SNOWFLAKE_PASSWORD: 'Correct-Horse-9',
};

/** The problems reported for some settings, one line each. */
function problemsOf(variables: Readonly<Record<string, string>>): readonly string[] {
  try {
    parseEnv(variables);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [first, ...lines] = error.message.split('\n');
    expect(first).toBe('The configuration is invalid:');
    return lines.map((line) => line.trim());
  }
  return [];
}

describe('the settings', () => {
  it('default to the embedded warehouse if variables are missing or empty', () => {
    expect(parseEnv({ WAREHOUSE: '', SNOWFLAKE_ACCOUNT: '' })).toMatchObject({
      WAREHOUSE: 'duckdb',
      DUCKDB_PATH: '.data/warehouse.duckdb',
      PORT: 3000,
    });
  });

  it('end sessions after 12 hours, or 2 hours of inactivity, unless they say otherwise', () => {
    expect(parseEnv({})).toMatchObject({ SESSION_HOURS: 12, SESSION_IDLE_HOURS: 2 });
    expect(parseEnv({ SESSION_HOURS: '8', SESSION_IDLE_HOURS: '0.5' })).toMatchObject({
      SESSION_HOURS: 8,
      SESSION_IDLE_HOURS: 0.5,
    });
    expect(problemsOf({ SESSION_HOURS: 'forever', SESSION_IDLE_HOURS: '0' })).toEqual([
      'SESSION_HOURS: must be a number of hours from 0.25 to 720',
      'SESSION_IDLE_HOURS: must be at least 0.25 hours',
    ]);
  });

  it('keep the newest 14 backups unless they say otherwise', () => {
    expect(parseEnv({})).toMatchObject({ BACKUP_KEEP: 14, BACKUP_KEEP_DAYS: 0 });
    expect(problemsOf({ BACKUP_KEEP: '0', BACKUP_KEEP_DAYS: '-1' })).toEqual([
      'BACKUP_KEEP: must be a number of copies from 1 to 10000',
      'BACKUP_KEEP_DAYS: must be a number of days from 0 to 36500',
    ]);
  });

  it('schedule nothing unless they say when, in five cron fields and a time zone', () => {
    expect(parseEnv({})).toMatchObject({ SCHEDULE_TIME_ZONE: 'UTC', SCHEDULE_RUN_SIZE: 100 });
    expect(parseEnv({}).SCHEDULE_RUN).toBeUndefined();
    const size = String(MAX_BATCH_SIZE);
    expect(parseEnv({ SCHEDULE_RUN: '0 6 * * 1-5', SCHEDULE_RUN_SIZE: size })).toMatchObject({
      SCHEDULE_RUN: '0 6 * * 1-5',
      SCHEDULE_RUN_SIZE: MAX_BATCH_SIZE,
    });
    for (const invalid of [
      { SCHEDULE_RUN: 'daily at six' },
      { SCHEDULE_RUN: '0 0 6 * * 1-5' },
      { SCHEDULE_REFRESH: '0 0 30 2 *' },
      { SCHEDULE_TIME_ZONE: 'Mars/Olympus' },
      { SCHEDULE_RUN_SIZE: String(MAX_BATCH_SIZE + 1) },
      { SCHEDULE_BACKUP: '0 3 * * *', ...snowflake },
    ]) {
      expect(() => parseEnv(invalid)).toThrow(`${Object.keys(invalid)[0]}: `);
    }
  });

  it('send notifications only to an https address, signed unless it is Slack’s', () => {
    const NOTIFY_SECRET = `whsec_${'A'.repeat(32)}`;
    const slack = { NOTIFY_URL: 'https://hooks.slack.com/services/T0/B0/canary' };
    const webhook = { NOTIFY_URL: 'https://alerts.example.com/csm' };
    expect(parseEnv(slack)).toMatchObject({ ...slack, NOTIFY_CHECK_MINUTES: 5 });
    expect(
      parseEnv({ ...webhook, NOTIFY_SECRET, NOTIFY_OFF: 'run.short, digest.daily' }),
    ).toMatchObject({ NOTIFY_OFF: ['run.short', 'digest.daily'] });
    expect(problemsOf(webhook)).toEqual([
      'NOTIFY_SECRET: is required with NOTIFY_URL, so that the receiver can verify messages',
    ]);
    expect(problemsOf({ SCHEDULE_DIGEST: '0 8 * * *' })).toEqual([
      'SCHEDULE_DIGEST: needs NOTIFY_URL, to which it is sent',
    ]);
    for (const invalid of [
      { NOTIFY_URL: 'http://alerts.example.com/canary' },
      { NOTIFY_URL: 'https://user:canary@alerts.example.com/' },
      { NOTIFY_URL: 'canary' },
      { NOTIFY_SECRET: 'canary' },
      { NOTIFY_SECRET: 'whsec_canary' },
      { NOTIFY_FORMAT: 'canary', ...slack },
      { NOTIFY_OFF: 'canary', ...slack },
      { NOTIFY_CHECK_MINUTES: '0', ...slack },
    ]) {
      const problems = problemsOf(invalid);
      expect(problems[0]).toMatch(new RegExp(`^${Object.keys(invalid)[0]}: `));
      expect(problems.join()).not.toContain('canary');
    }
  });

  it('leave review off without a key, and have a default model', () => {
    expect(parseEnv({ ANTHROPIC_API_KEY: '' })).toMatchObject({
      ANTHROPIC_MODEL: 'claude-sonnet-5-5',
    });
    expect(parseEnv({ ANTHROPIC_API_KEY: '' }).ANTHROPIC_API_KEY).toBeUndefined();
    expect(problemsOf({ ANTHROPIC_BASE_URL: 'localhost', ANTHROPIC_MODEL: 'the best' })).toEqual([
      'ANTHROPIC_MODEL: must be the name of a model, such as claude-sonnet-5-5',
      'ANTHROPIC_BASE_URL: must be an address such as https://api.anthropic.com',
    ]);
  });

  it('offer the demo’s people on the sign-in page only with an embedded warehouse', () => {
    const person = { name: 'Mo', role: 'manager', email: 'm@demo.example', password: 'public' };
    const DEMO_MEMBERS = JSON.stringify([person]);
    expect(parseEnv({ DEMO_MEMBERS }).DEMO_MEMBERS).toEqual([person]);
    expect(parseEnv({}).DEMO_MEMBERS).toBeUndefined();
    expect(problemsOf({ ...snowflake, DEMO_MEMBERS })).toEqual([
      'DEMO_MEMBERS: offers public passwords, so it cannot be used with Snowflake',
    ]);
    expect(problemsOf({ DEMO_MEMBERS: 'yes' })).toEqual([
      'DEMO_MEMBERS: is set by npm run demo; leave it unset',
    ]);
  });

  it('ignore invalid Snowflake variables for the embedded warehouse', () => {
    const settings = parseEnv({ SNOWFLAKE_ACCOUNT: 'https://x', SNOWFLAKE_SCHEMA: 'a b' });
    expect(settings.SNOWFLAKE_ACCOUNT).toBeUndefined();
    expect(settings.SNOWFLAKE_SCHEMA).toBe('DATA_SCIENCE');
  });

  it('default to the guide’s database and schema in Snowflake', () => {
    expect(parseEnv(snowflake)).toMatchObject({
      SNOWFLAKE_DATABASE: 'DSV_WAREHOUSE',
      SNOWFLAKE_SCHEMA: 'DATA_SCIENCE',
      SNOWFLAKE_POOL_SIZE: 8,
    });
  });

  it.each(['UTC', 'America/New_York', 'US/Eastern', 'Asia/Kolkata', 'America/Argentina/Salta'])(
    'accept %s as the time zone of the data',
    (name) => {
      const settings = parseEnv({ ...snowflake, SNOWFLAKE_DATA_TIMEZONE: name });
      expect(settings.SNOWFLAKE_DATA_TIMEZONE).toBe(name);
    },
  );

  it('report everything that is missing for Snowflake at once', () => {
    expect(problemsOf({ WAREHOUSE: 'snowflake', PORT: '0' })).toEqual([
      expect.stringMatching(/^PORT: /),
      'SNOWFLAKE_ACCOUNT: is required with WAREHOUSE=snowflake: the account identifier, such as MYORG-MYACCOUNT',
      'SNOWFLAKE_USER: is required with WAREHOUSE=snowflake: the user to sign in as',
      'SNOWFLAKE_WAREHOUSE: is required with WAREHOUSE=snowflake: the virtual warehouse that runs statements, such as CSM_ROUTING',
      expect.stringMatching(/^SNOWFLAKE_PRIVATE_KEY_PATH: is required with WAREHOUSE=snowflake/),
    ]);
  });

  it('require exactly one credential for Snowflake', () => {
    expect(problemsOf({ ...snowflake, SNOWFLAKE_OAUTH_TOKEN: 'ey-token' })).toEqual([
      'SNOWFLAKE_PASSWORD: conflicts with SNOWFLAKE_OAUTH_TOKEN; remove one of them',
    ]);
    expect(problemsOf({ ...snowflake, SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: 'x' })).toEqual([
      expect.stringContaining('SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: needs'),
    ]);
  });

  it.each([
    ['WAREHOUSE', 'oracle', 'must be "duckdb"'],
    ['SNOWFLAKE_ACCOUNT', 'https://x.snowflakecomputing.com', 'such as MYORG-MYACCOUNT'],
    ['SNOWFLAKE_ACCOUNT', 'x.eu-1.snowflakecomputing.com', 'without https:// or the domain'],
    ['SNOWFLAKE_ROLE', 'MY ROLE', 'one identifier such as CSM_ROUTING; put it in double quotes'],
    ['SNOWFLAKE_WAREHOUSE', 'W; DROP', 'one identifier'],
    ['SNOWFLAKE_DATABASE', 'A.B', 'one identifier such as DSV_WAREHOUSE'],
    ['SNOWFLAKE_SCHEMA', '"', 'one identifier such as DATA_SCIENCE'],
    ['SNOWFLAKE_ONBOARDING_VIEW', 'a.b.c.d', 'such as DSV_SHARE.PUBLIC.VW_ONBOARDING_DETAIL'],
    ['SNOWFLAKE_ACTIVE_CSMS_TABLE', 'a--', 'the name of a table or view'],
    ['SNOWFLAKE_URL', 'myorg', 'must be an address such as https://'],
    ['SNOWFLAKE_URL', 'http://example.com', 'must start with https://'],
    ['SNOWFLAKE_OCSP', 'false', '"off"'],
    ['SNOWFLAKE_POOL_SIZE', 'many', 'a number of connections'],
    ['SNOWFLAKE_POOL_SIZE', '0', 'at least 1'],
    ['SNOWFLAKE_DATA_TIMEZONE', 'America/Nowhere', 'the IANA name of a time zone'],
    ['SNOWFLAKE_DATA_TIMEZONE', 'america/new_york', 'spelled like America/New_York'],
    ['SNOWFLAKE_DATA_TIMEZONE', 'EST', 'the IANA name of a time zone'],
    ['SNOWFLAKE_DATA_TIMEZONE', '-05:00', 'the IANA name of a time zone'],
    ['READ_MODEL_CHECK_SECONDS', 'often', 'a number of seconds'],
    ['READ_MODEL_CHECK_SECONDS', '0', 'at least 1 second'],
  ])('say what %s should look like, given %j', (name, value, message) => {
    const problems = problemsOf({ ...snowflake, [name]: value });
    expect(problems).toEqual([expect.stringContaining(message)]);
    expect(problems[0]?.startsWith(`${name}: `)).toBe(true);
  });

  it('allow plain HTTP to this machine', () => {
    expect(problemsOf({ ...snowflake, SNOWFLAKE_URL: 'http://127.0.0.1:8080' })).toEqual([]);
  });

  it('accept quoted identifiers', () => {
    const quoted = { SNOWFLAKE_ROLE: '"my role"', SNOWFLAKE_ONBOARDING_VIEW: '"a b".c' };
    expect(problemsOf({ ...snowflake, ...quoted })).toEqual([]);
  });

  it('never show a secret', () => {
    const said = problemsOf({
      ...snowflake,
      SNOWFLAKE_ACCOUNT: '',
      SNOWFLAKE_OAUTH_TOKEN: 'ey-token',
      SNOWFLAKE_PRIVATE_KEY: 'MIIE-key',
      SNOWFLAKE_PRIVATE_KEY_PASSPHRASE: 'open-sesame',
      NEXTAUTH_SECRET: 'too-short',
    }).join('\n');
    expect(said).not.toMatch(/Correct-Horse|ey-token|MIIE|sesame|too-short/);
  });
});
