import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableNames } from '@/lib/warehouse/tables';
import { auditedBy } from '@/test/support/audit';
import { importHarness } from '@/test/support/import-harness';
import { importSources } from './import-sources';

let harness: Awaited<ReturnType<typeof importHarness>>;
beforeAll(async () => {
  harness = await importHarness();
});
afterAll(() => harness.dispose());

const accounts = () =>
  harness.ask(
    `SELECT * EXCLUDE (onboarding_status) FROM ${tableNames.accounts} ORDER BY account_id`,
  );

describe('importing accounts', () => {
  it('reads every column of the contract', async () => {
    const report = await harness.importAccounts(
      `account_id,account_name,tenant_id,needs_csm,needs_csm_since,current_csm,neediness_score,health_score,health_color,revenue,account_segment,account_level,industry
A-1,Acme,T1,Needs CSM,2026-01-02T03:04:05+02:00,,8.5,59,RED,12000.50,Residential,Corporate,Alarms
A-2,,,no,,Bo,,,,,,,
`,
    );
    expect(report).toMatchObject({
      accounts: { rows: 2, needing: 1 },
      csms: null,
      notes: [],
    });
    const since = new Date('2026-01-02T01:04:05Z');
    expect(await accounts()).toEqual([
      [
        'A-1',
        'Acme',
        'T1',
        true,
        since,
        null,
        8.5,
        59,
        'red',
        12000.5,
        'Residential',
        'Corporate',
        'Alarms',
      ],
      ['A-2', null, null, false, null, 'Bo', null, null, null, null, null, null, null],
    ]);
  });

  it('reads a byte order mark, CRLF, quotes, emoji, and multi-line fields', async () => {
    await harness.importAccounts(
      '\ufeffaccount_id,account_name\r\n"A-1","O\'Neil ""&"" Söhne 🦊"\r\n\r\nA-2,"two\r\nlines"\r\n',
    );
    expect((await accounts()).map((row) => row.slice(0, 2))).toEqual([
      ['A-1', `O'Neil "&" Söhne 🦊`],
      ['A-2', 'two\nlines'],
    ]);
  });

  it.each([';', '\t'])('reads columns separated by %j', async (separator) => {
    await harness.importAccounts(
      ['account_id', 'account_name\nA-1', 'Acme, Inc.\n'].join(separator),
    );
    expect((await accounts()).map((row) => row.slice(0, 2))).toEqual([['A-1', 'Acme, Inc.']]);
  });

  it.each([
    ['true', true],
    ['Yes', true],
    ['1', true],
    ['needs csm', true],
    ['FALSE', false],
    ['no', false],
    ['0', false],
    ['', false],
  ])('takes needs_csm %j as %j', async (written, needs) => {
    await harness.importAccounts(`account_id,needs_csm\nA-1,${written}\n`);
    expect(await harness.ask(`SELECT needs_csm FROM ${tableNames.accounts}`)).toEqual([[needs]]);
  });

  it('reads mapped column names in any case, before columns of the same name', async () => {
    const report = await harness.importAccounts('ID,account_id,Company\nA-1,old,Acme\n', [
      'account_id=id,accounts.account_name=Company',
    ]);
    expect((await accounts()).map((row) => row.slice(0, 2))).toEqual([['A-1', 'Acme']]);
    expect(report.notes).toContain('accounts.csv has unused columns: account_id.');
  });

  it('notes missing and unused columns', async () => {
    const { notes } = await harness.importAccounts('account_id,plan\nA-1,Pro\n');
    expect(notes[0]).toMatch(/^accounts\.csv has no account_name, tenant_id, needs_csm, /);
    expect(notes[1]).toBe('accounts.csv has unused columns: plan.');
    expect(notes[2]).toBe('No account in accounts.csv needs a CSM, so there is nothing to route.');
  });

  it('accepts unknown classes and notes them', async () => {
    const { notes } = await harness.importAccounts(
      'account_id,account_segment\nA-1,Farms\nA-2,Residential\n',
    );
    expect(notes.join('\n')).toMatch(/1 of 2 rows have a segment other than .* \(Farms\)/);
  });

  it('replaces the list and keeps assignments', async () => {
    await harness.script(`INSERT INTO ${tableNames.assignments} (account_id, csm_name)
      VALUES ('A-2', 'Cy')`);
    await harness.importAccounts('account_id,current_csm\nA-1,Bo\nA-2,Bo\n');
    await harness.importAccounts('account_id,current_csm\nA-2,Bo\nA-3,Bo\n');
    expect(
      await harness.ask(`SELECT account_id, current_csm FROM ${tableNames.accounts} ORDER BY ALL`),
    ).toEqual([
      ['A-2', 'Cy'],
      ['A-3', 'Bo'],
    ]);
    await harness.script(`DELETE FROM ${tableNames.assignments}`);
  });

  it('imports thousands of rows', async () => {
    const rows = Array.from({ length: 4_500 }, (_, n) => `A-${n},Account ${n},${n % 11}`);
    await harness.importAccounts(`account_id,account_name,neediness_score\n${rows.join('\n')}\n`);
    expect(
      await harness.ask(`SELECT COUNT(*), SUM(neediness_score) FROM ${tableNames.accounts}`),
    ).toEqual([[4_500, rows.reduce((sum, _, n) => sum + (n % 11), 0)]]);
  });

  it('is allowed only for admins', async () => {
    const file = harness.file('accounts.csv', 'account_id\nA-1\n');
    await expect(
      importSources(harness.context('manager'), { accounts: file }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

it('an import is recorded in the audit trail, with its files and their rows, and a dry run is not', async () => {
  const input = {
    accounts: harness.file('accounts.csv', 'account_id\nA1\nA2\n'),
    csms: harness.file('csms.csv', 'csm_name\nAna\n'),
  };
  const entries = await auditedBy(harness.context(), async () => {
    await importSources(harness.context(), { ...input, dryRun: true });
    await importSources(harness.context(), input);
  });
  expect(entries).toEqual([
    {
      action: 'import.done',
      subject: null,
      actor: 'ann@example.com',
      details: { accounts: { file: 'accounts.csv', rows: 2 }, csms: { file: 'csms.csv', rows: 1 } },
    },
  ]);
});
