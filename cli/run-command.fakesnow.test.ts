import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { tableNames } from '@/lib/warehouse/tables';
import { guideQueries } from '@/test/support/guide-queries';
import { type CommandOutcome, runCommandWith } from '@/test/support/run-cli';
import { fakesnowOptions } from '@/test/support/test-warehouse';

const folder = mkdtempSync(join(tmpdir(), 'csm-routing-'));
const { account, user, url = '' } = fakesnowOptions();
const settings = {
  WAREHOUSE: 'snowflake',
  DUCKDB_PATH: join(folder, 'not-this.duckdb'),
  SNOWFLAKE_ACCOUNT: account,
  SNOWFLAKE_USER: user,
  SNOWFLAKE_ROLE: 'CSM_ROUTING',
  SNOWFLAKE_WAREHOUSE: 'SMALL',
  SNOWFLAKE_PASSWORD: 'any',
  SNOWFLAKE_URL: url,
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (command: string, ...args: readonly string[]) =>
  runCommandWith(settings, command, args);

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function done(outcome: Promise<CommandOutcome>): Promise<string> {
  const { code, out, err } = await outcome;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

describe('commands with Snowflake', { timeout: 60_000 }, () => {
  it('name missing settings without printing secrets', async () => {
    const { code, err } = await runCommandWith(
      { WAREHOUSE: 'snowflake', SNOWFLAKE_PASSWORD: 'Correct-Horse-9' },
      'setup',
      [],
    );
    expect(code).toBe(1);
    expect(err).toContain('SNOWFLAKE_ACCOUNT: is required with WAREHOUSE=snowflake');
    expect(err).not.toContain('Correct-Horse');
  });

  it('print grants without connecting', async () => {
    const offline = { ...settings, SNOWFLAKE_URL: 'http://127.0.0.1:9', SNOWFLAKE_SCHEMA: 'OURS' };
    const out = await done(runCommandWith(offline, 'setup', ['--grants']));
    expect(out).toContain('GRANT USAGE ON WAREHOUSE SMALL TO ROLE CSM_ROUTING;');
    expect(out).toContain(
      'GRANT SELECT, UPDATE ON TABLE DSV_WAREHOUSE.OURS.CSM_ROUTING_LOCKS TO ROLE CSM_ROUTING;',
    );
  });

  it('require setup, which requires the data team’s tables', async () => {
    const early = await run('member', '--email', 'm@x.example', '--name', 'M', '--role', 'admin');
    expect([early.code, early.err]).toEqual([1, expect.stringContaining('npm run setup')]);
    const { code, err } = await run('setup');
    expect(code).toBe(1);
    expect(err).toContain(`${tableNames.activeCsms} does not exist or cannot be read.`);
    expect(err).toContain('SNOWFLAKE_ACTIVE_CSMS_TABLE');
    expect(err).toContain('--with-sample-tables');
  });

  it('set everything up once and confirm that no privilege is missing', async () => {
    const place = `DSV_WAREHOUSE.DATA_SCIENCE of ${settings.SNOWFLAKE_ACCOUNT}`;
    const out = await done(run('setup', '--with-sample-tables'));
    expect(out.split('\n')[0]).toBe(
      `Created the tables, the contract views, and the first policy in ${place}.`,
    );
    expect(out).toContain('CSM_ROUTING has every privilege it needs.');
    expect(await done(run('setup'))).toContain(`${place} is up to date`);
  });

  it('check the installation and print a report', async () => {
    const report = await done(run('setup', '--check'));
    expect(report).toContain(`Account   ${settings.SNOWFLAKE_ACCOUNT}`);
    expect(report).toMatch(/compiled (\d+) of \1 statements/);
    expect(report).toContain('All 11 checks passed. Nothing was changed.');
  });

  it('add a person who can sign in', async () => {
    const password = randomBytes(12).toString('hex');
    const args = ['--email', 'mia@example.com', '--name', 'Mia', '--role', 'admin'];
    const out = await done(runCommandWith(settings, 'member', args, `${password}\n`));
    expect(out).toBe('Mia can sign in as admin with mia@example.com.');
  });

  it('fill the sample tables, route accounts, and run the guide’s query', async () => {
    const accounts = file(
      'accounts.csv',
      'account_id,needs_csm,neediness_score\nA-1,yes,8.5\nA-2,no,\n',
    );
    const csms = file('csms.csv', 'csm_name\nAnn\n');
    const report = await done(run('import', '--accounts', accounts, '--csms', csms));
    expect(report).toContain('Accounts: 2 (1 need a CSM).\nCSMs: 1 (1 active).');
    const { code, out } = await run('route', '--mode', 'batch', '--batch-size', '5', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ status: 'succeeded', placed: 1 });
    const answer = await done(run('sql', guideQueries.accountsNeedingCsm, '--json'));
    expect(JSON.parse(answer)).toMatchObject([
      { account_id: 'A-1', tenant_id: null, success_transition_status_ob: 'Needs CSM' },
    ]);
  });

  it('never import into the data team’s tables', async () => {
    const accounts = file('others.csv', 'account_id\nB-1\n');
    const theirs = { ...settings, SNOWFLAKE_ACTIVE_CSMS_TABLE: tableNames.activeCsms };
    for (const each of [theirs, settings]) {
      if (each === settings) {
        await done(
          run(
            'sql',
            `DROP VIEW ${tableNames.onboarding}; DROP TABLE ${tableNames.onboardingSource}`,
          ),
        );
      }
      const { code, err } = await runCommandWith(each, 'import', ['--accounts', accounts]);
      expect(code).toBe(1);
      expect(err).toContain('this app never changes them');
    }
    const rows = await done(
      run('sql', `SELECT COUNT(*) AS n FROM ${tableNames.activeCsms}`, '--json'),
    );
    expect(JSON.parse(rows)).toEqual([{ n: 1 }]);
  });

  it('leave no files behind', () => {
    expect(readdirSync(folder).filter((name) => name.includes('duckdb'))).toEqual([]);
  });
});
