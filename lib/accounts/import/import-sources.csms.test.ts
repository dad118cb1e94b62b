import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
