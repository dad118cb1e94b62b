import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { tableNames } from '@/lib/warehouse/tables';
import { guideQueries } from '@/test/support/guide-queries';
import { type CommandOutcome, runCommandWith } from '@/test/support/run-cli';

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
  path = join(folder, 'warehouse.duckdb');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a command on this file's own warehouse. */
function run(command: string, ...args: readonly string[]): Promise<CommandOutcome> {
  return runCommandWith({ DUCKDB_PATH: path }, command, args);
}

describe('commands', { timeout: 60_000 }, () => {
  it('say what to do if there is no warehouse yet', async () => {
    const { code, err } = await run('sql', 'SELECT 1');
    expect(code).toBe(1);
    expect(err).toContain('npm run setup');
  });

  it('name an invalid setting', async () => {
    const { code, err } = await runCommandWith(
      { DUCKDB_PATH: path, WAREHOUSE: 'oracle' },
      'setup',
      [],
    );
    expect(code).toBe(1);
    expect(err).toContain('WAREHOUSE: must be "duckdb"');
  });

  it('create the warehouse once', async () => {
    expect((await run('setup')).out).toMatch(/^Created /);
    const again = await run('setup');
    expect(again).toMatchObject({ code: 0, err: '' });
    expect(again.out).toContain('Nothing was changed');
  });

  it('check only Snowflake', async () => {
    const { code, err } = await run('setup', '--check');
    expect(code).toBe(1);
    expect(err).toContain('The check is for Snowflake.');
  });

  it('import accounts and CSMs from files', async () => {
    const accounts = join(folder, 'accounts.csv');
    const csms = join(folder, 'csms.csv');
    await writeFile(accounts, 'id,needs_csm\nA-1,yes\nA-2,no\n');
    await writeFile(csms, 'csm_name\nAnn\n');
    const { code, out } = await run(
      'import',
      '--accounts',
      accounts,
      '--csms',
      csms,
      '--map',
      'account_id=id',
    );
    expect(code).toBe(0);
    expect(out).toContain('Accounts: 2 (1 need a CSM).\nCSMs: 1 (1 active).');
  });

  it('exit with 1 and name what is wrong with an imported file', async () => {
    const bad = join(folder, 'bad.csv');
    await writeFile(bad, 'account_id,revenue\nA-1,lots\n');
    const { code, err } = await run('import', '--accounts', bad);
    expect(code).toBe(1);
    expect(err).toContain('line 2, revenue: "lots" is not a number');
  });

  it("run the guide's query, including its comment, and print a table or JSON", async () => {
    const table = await run('sql', guideQueries.accountsNeedingCsm);
    expect(table.out).toMatch(/account_id +tenant_id +success_transition_status_ob\n[─ ]+\nA-1 /);
    const file = join(folder, 'query.sql');
    await writeFile(file, guideQueries.accountsNeedingCsm);
    const json = await run('sql', '--json', '--file', file);
    expect(JSON.parse(json.out)).toEqual([
      { account_id: 'A-1', tenant_id: null, success_transition_status_ob: 'Needs CSM' },
    ]);
  });

  it('never print an escape sequence of a name, in results, JSON, and errors', async () => {
    const select = "SELECT chr(27) || '[2J' || chr(155) || '1mAnn' AS name";
    const failing = `SELECT * FROM "${'\x1b'}[2Jtable"`;
    const outcomes = [
      await run('sql', select),
      await run('sql', failing),
      await run('sql', '--file', '\x1b[2J'),
    ];
    const json = await run('sql', '--json', select);
    for (const { out, err } of [...outcomes, json]) {
      expect(out + err).not.toMatch(/[^\P{Cc}\n\t]/u);
    }
    expect(outcomes[0]?.out).toContain('\\u001b[2J\\u009b1mAnn');
    expect(JSON.parse(json.out)).toEqual([{ name: '\x1b[2J\x9b1mAnn' }]);
  });

  it('redefine a contract view over a CSV file', async () => {
    const csv = join(folder, 'people.csv');
    await writeFile(csv, 'csm_name,is_active\nZoe,true\n');
    const { out } = await run(
      'sql',
      `CREATE OR REPLACE VIEW ${tableNames.csms} AS SELECT *, NULL AS tenure_months FROM '${csv}';
       SELECT csm_name FROM ${tableNames.csms}`,
    );
    expect(out).toContain('Zoe');
  });

  it('record what they change in the audit trail, which shows when someone edits it', async () => {
    await run('sql', 'SELECT 1');
    const entries = JSON.parse((await run('audit', '--json')).out);
    expect(entries.at(-1)).toMatchObject({
      number: 1,
      action: 'setup.done',
      actor: expect.stringMatching(/@command-line$/),
      details: expect.stringContaining('"from":null'),
    });
    expect(
      entries.filter(({ action }: { action: string }) => action === 'import.done'),
    ).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      action: 'sql.written',
      details: expect.stringContaining('CREATE OR REPLACE VIEW'),
    });
    expect((await run('audit', '--verify')).code).toBe(0);
    await run('sql', `DELETE FROM ${tableNames.audit} WHERE entry_number = 2`);
    const edited = await run('audit', '--verify');
    expect(edited.code).toBe(3);
    expect(edited.out).toContain('Entry 2 was removed.');
  });

  it.each([
    [['SELECT nothing'], 1, 'Referenced column "nothing"'],
    [[], 2, 'Usage'],
    [['SELECT 1', '--file', 'x.sql'], 2, 'Usage'],
    [['--unknown'], 2, "Unknown option '--unknown'"],
    [['--file', 'lost.sql'], 1, 'The file lost.sql cannot be read'],
  ])('sql %j exits with %i', async (args, code, words) => {
    const outcome = await run('sql', ...args);
    expect(outcome.code).toBe(code);
    expect(outcome.err).toContain(words);
  });

  it('name the process that has the warehouse open, and what to do', async () => {
    const held = await openDuckDb({ path });
    const { code, err } = await run('sql', 'SELECT 1');
    await held.close();
    expect(code).toBe(1);
    expect(err).toContain(`in use by process ${process.pid}`);
    expect(err).toContain('Stop it');
  });
});
