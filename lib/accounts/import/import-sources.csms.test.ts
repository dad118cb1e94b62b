import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editCsm } from '@/lib/accounts/csms/edit-csm';
import type { CsmValues } from '@/lib/read-model/csm-record';
import { readModelOf } from '@/lib/read-model/read-model';
import { tableNames } from '@/lib/warehouse/tables';
import { importHarness } from '@/test/support/import-harness';
import { parseMappings } from './column-mapping';
import { importSources } from './import-sources';

let harness: Awaited<ReturnType<typeof importHarness>>;
beforeAll(async () => {
  harness = await importHarness();
});
afterAll(() => harness.dispose());

describe('importing CSMs', () => {
  const csms = () =>
    harness.ask(`SELECT csm_name, is_active, tenure_months, segment, account_level, capacity, away_until
      FROM ${tableNames.csms} ORDER BY csm_name`);

  it('treats all CSMs as active if the file does not say', async () => {
    const report = await importSources(harness.context(), {
      csms: harness.file('csms.csv', 'csm_name\nAnn\nBo\n'),
    });
    expect(report.csms).toMatchObject({ rows: 2, active: 2 });
    expect((await csms()).map(([name, active]) => [name, active])).toEqual([
      ['Ann', true],
      ['Bo', true],
    ]);
  });

  it('reads every column, with a mapping that applies to one of two files', async () => {
    const people = harness.file(
      'csms.csv',
      'csm_name,is_active,tenure_months,manager_name,segment,tier,capacity,away_until\nAnn,yes,30,Eve,Residential,Corporate,40,2026-02-01\nBo,no,,,,,,\n',
    );
    const list = harness.file('accounts.csv', 'account_id,tier,account_level\nA-1,x,Enterprise\n');
    await importSources(harness.context(), {
      accounts: list,
      csms: people,
      mappings: parseMappings(['csms.account_level=tier']),
    });
    expect(await csms()).toEqual([
      ['Ann', true, 30, 'Residential', 'Corporate', 40, new Date('2026-02-01T00:00:00Z')],
      ['Bo', false, null, null, null, null, null],
    ]);
    expect(await harness.ask(`SELECT account_level FROM ${tableNames.accounts}`)).toEqual([
      ['Enterprise'],
    ]);
  });

  it('keeps values that people edited in the app, says so, and has the file’s when an edit is cleared', async () => {
    const header = 'csm_name,capacity,manager_name,start_date,away_from,away_until\n';
    const importing = (rows: string) =>
      importSources(harness.context(), { csms: harness.file('csms.csv', header + rows) });
    await importing('Ann,40,Eve,2024-05-31,2026-02-01,2026-02-09\nBo,50,,,,\n');
    const nothing: CsmValues = {
      start_date: null,
      segment: null,
      account_level: null,
      capacity: null,
      manager_name: null,
      away_from: null,
      away_until: null,
    };
    const manager = harness.context('manager');
    const ctx = { ...manager, readModel: readModelOf(manager.warehouse) };
    const edit = (seen: string | null, capacity: string | null) =>
      editCsm(ctx, {
        name: 'Ann',
        seen: { ...nothing, capacity: seen },
        values: { ...nothing, capacity },
      });
    const capacity = () =>
      harness.ask(`SELECT capacity, manager_name, CAST(start_date AS VARCHAR), away_from
        FROM ${tableNames.csmDetails} WHERE csm_name = 'Ann'`);
    await edit(null, '55');

    const { notes } = await importing('ANN,45,Kim,2024-05-31,,\nBo,50,,,,\n');
    expect(notes.join(' ')).toContain('were kept: ANN (capacity).');
    await importing('Ann,45,Kim,2024-05-31,2026-02-01,2026-02-09\n');
    const leave = new Date('2026-02-01T00:00:00Z');
    expect(await capacity()).toEqual([[55, 'Kim', '2024-05-31', leave]]);

    await importing('Bo,50,,,,\n');
    const again = await importing('Ann,46,Kim,2024-05-31,2026-02-01,2026-02-09\n');
    expect(again.notes.join(' ')).toContain('were kept: Ann (capacity).');
    await edit('55', null);
    expect(await capacity()).toEqual([[46, 'Kim', '2024-05-31', leave]]);
    expect((await importing('Ann,47,,,,\n')).notes.join(' ')).not.toContain('kept');
    expect(await capacity()).toEqual([[47, null, null, null]]);
  });

  it('imports neither file if one is bad', async () => {
    await importSources(harness.context(), {
      csms: harness.file('csms.csv', 'csm_name\nKept\n'),
    });
    await harness.importAccounts('account_id\nkept\n');
    const good = harness.file('accounts.csv', 'account_id\nnew\n');
    for (const bad of ['csm_name,capacity\nAnn,1.5\n', 'csm_name,is_active\nAnn,\n']) {
      const failed = importSources(harness.context(), {
        accounts: good,
        csms: harness.file('csms.csv', bad),
      });
      await expect(failed).rejects.toMatchObject({ code: 'invalid_input' });
    }
    expect((await csms()).map(([name]) => name)).toEqual(['Kept']);
    expect(await harness.ask(`SELECT account_id FROM ${tableNames.accounts}`)).toEqual([['kept']]);
  });
});
