import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '@/lib/server/auth/person';
import { parseInput } from '@/lib/server/parse-input';
import { tableNames } from '@/lib/warehouse/tables';
import { importHarness } from '@/test/support/import-harness';
import { importSources } from './import-sources';
import { importUpload, previewUpload, uploadInput } from './import-upload';

let harness: Awaited<ReturnType<typeof importHarness>>;
beforeAll(async () => {
  harness = await importHarness();
});
afterAll(() => harness.dispose());

const upload = (content: string, fields: { decimal?: string; columns?: object } = {}) =>
  parseInput(uploadInput, {
    kind: 'accounts',
    file: harness.file('crm.csv', content),
    ...fields,
    columns: fields.columns && JSON.stringify(fields.columns),
  });

const preview = (content: string, fields?: Parameters<typeof upload>[1], role: Role = 'admin') =>
  previewUpload(harness.context(role), upload(content, fields));

const crm =
  'Account ID,Company Name,CSM Owner,ARR (USD),Notes,,Notes\nA-1,Acme,Bo Lund,"$1,200",x,,\n';

describe('previewing an uploaded file', () => {
  it('suggests columns by their names, with an example of each, and writes nothing', async () => {
    const { sources, columns, origin, report, problem } = await preview(crm);
    expect(sources).toContainEqual({ name: 'ARR (USD)', example: '$1,200', isRepeated: false });
    expect(sources.map(({ name }) => name)).toEqual([
      'Account ID',
      'Company Name',
      'CSM Owner',
      'ARR (USD)',
      'Notes',
    ]);
    expect(columns).toMatchObject({
      account_id: 'Account ID',
      account_name: 'Company Name',
      current_csm: 'CSM Owner',
      revenue: 'ARR (USD)',
      industry: null,
    });
    expect({ origin, problem }).toEqual({ origin: 'suggested', problem: null });
    expect(report?.accounts?.preview.rows[0]?.values).toEqual(['A-1', 'Acme', 'Bo Lund', 1_200]);
    expect(await harness.ask(`SELECT * FROM ${tableNames.accounts}`)).toEqual([]);
  });

  it('returns the columns also if rows are bad, with the line, column, and reason', async () => {
    const { columns, report, problem } = await preview('id,health\nA-1,lots\n');
    expect(columns).toMatchObject({ account_id: 'id', health_score: 'health' });
    expect(report).toBeNull();
    expect(problem?.errors).toEqual([
      { number: 2, column: 'health_score', reason: '"lots" is not a number' },
    ]);
  });

  it('leaves out a column that the person does not want, whatever its name', async () => {
    const chosen = { account_id: 'account_id', health_score: null };
    const { report } = await preview('account_id,health_score\nA-1,lots\n', { columns: chosen });
    expect(report?.accounts?.preview.columns).toEqual(['account_id']);
  });

  it('reads numbers with the chosen decimal separator', async () => {
    const text = 'account_id;revenue\nA-1;18.750\n';
    expect((await preview(text)).problem?.message).toContain('may be 18.75 or 18,750');
    const { report } = await preview(text, { decimal: ',' });
    expect(report?.accounts?.preview.rows[0]?.values).toEqual(['A-1', 18_750]);
  });

  it.each(['viewer', 'manager'] as const)('is refused for a %s', async (role) => {
    await expect(preview(crm, {}, role)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('importing an uploaded file', () => {
  const columns = { account_id: 'Account ID', account_name: 'CSM Owner', revenue: 'ARR (USD)' };

  it('imports the chosen columns and remembers them for files with the same columns', async () => {
    const report = await importUpload(harness.context(), upload(crm, { columns }));
    expect(report.accounts).toMatchObject({ rows: 1 });
    expect(
      await harness.ask(`SELECT account_id, account_name, revenue FROM ${tableNames.accounts}`),
    ).toEqual([['A-1', 'Bo Lund', 1_200]]);

    const reordered = 'ARR (USD),Account ID,Notes,CSM Owner,Company Name\n5,A-2,y,Bo,Acme\n';
    const again = await preview(reordered);
    expect(again.origin).toBe('remembered');
    expect(again.columns).toMatchObject({ ...columns, current_csm: null });
    expect((await preview('Account ID,City\nA-2,y\n')).origin).toBe('suggested');
  });

  it.each(['viewer', 'manager'] as const)('is refused for a %s', async (role) => {
    const refused = importUpload(harness.context(role), upload(crm, { columns }));
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('owners who are not CSMs', () => {
  it('are noted with likely spellings, compared with the imported CSMs', async () => {
    await harness.script(`INSERT INTO ${tableNames.activeCsms} (active_csm)
      VALUES ('Ines Moreau'), ('Jonas Petersen')`);
    const owners = ['Ines Moreau', 'INES  MOREAU', 'Petersen, Jonas', 'Jonas Peterson', 'Zoe Blum'];
    const rows = owners.map((owner, at) => `A-${at},"${owner}"`).join('\n');
    const { notes } = await harness.importAccounts(`account_id,current_csm\n${rows}\n`);
    expect(notes).toContain(
      'accounts.csv: 3 accounts belong to 3 names that are not active CSMs; 2 of them probably to 1 active CSM in another spelling: Jonas Peterson (1, probably Jonas Petersen), Petersen, Jonas (1, probably Jonas Petersen), Zoe Blum (1).',
    );
    expect(notes).toContain(
      'accounts.csv: 1 account has another spelling of 1 active CSM: Ines Moreau (such as "INES  MOREAU"). All spellings count as the same person.',
    );
  });

  it('are noted for a new list of CSMs, compared with the accounts so far', async () => {
    const { notes } = await importSources(harness.context(), {
      csms: harness.file('csms.csv', 'csm_name\nZoe Blum\nJonas Peterson\nInes Moreau\n'),
    });
    expect(notes).toContain(
      'csms.csv, with the accounts so far: 1 account belongs to 1 name that is not an active CSM; 1 of them probably to 1 active CSM in another spelling: Petersen, Jonas (1, probably Jonas Peterson).',
    );
  });
});
