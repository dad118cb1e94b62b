import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppError } from '@/lib/server/errors';
import { tableNames } from '@/lib/warehouse/tables';
import { importHarness } from '@/test/support/import-harness';
import { openSourceFile } from './source-file';

let harness: Awaited<ReturnType<typeof importHarness>>;
beforeAll(async () => {
  harness = await importHarness();
});
afterAll(() => harness.dispose());

async function refused(content: string | Uint8Array, map: string[] = []): Promise<AppError> {
  const error = await harness.importAccounts(content, map).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'invalid_input' });
  return error as AppError;
}

describe('a file that cannot be imported', () => {
  it('is rejected with the line, column, and reason of each bad row, and writes nothing', async () => {
    await harness.importAccounts('account_id\nkept\n');
    const error = await refused(
      `account_id,account_name,neediness_score,health_score,health_color,revenue,needs_csm,needs_csm_since
A-1,"two
lines",11,50,red,1,yes,2026-01-01
,x,1,-1,blue,lots,maybe,2026-02-30

A-2,x,1,1,,1,,
A-2,x,1,1,,1,,
${'x'.repeat(51)},${'y'.repeat(101)},1,1,,1,,
A-3,x
`,
    );
    expect(error.message).toMatch(/^Nothing was imported: accounts\.csv has 5 bad rows\.\n/);
    expect(error.message.split('\n').slice(1)).toEqual([
      '  line 2, neediness_score: "11" is out of range: 0 to 10',
      '  line 4, account_id: is missing',
      '  line 4, needs_csm: "maybe" is not a yes or no value',
      '  line 4, needs_csm_since: "2026-02-30" is not a date such as 2026-01-31 or 2026-01-31T14:00:00Z',
      '  line 4, health_score: "-1" is out of range: 0 to 100',
      '  line 4, health_color: "blue" is not red, yellow, or green',
      '  line 4, revenue: "lots" is not a number',
      '  line 7, account_id: "A-2" already appears on line 6',
      `  line 8, account_id: "${'x'.repeat(40)}…" has 51 characters; the maximum is 50`,
      `  line 8, account_name: "${'y'.repeat(40)}…" has 101 characters; the maximum is 100`,
      '  line 9: has 2 values, but the header has 8',
    ]);
    expect(await harness.ask(`SELECT account_id FROM ${tableNames.accounts}`)).toEqual([['kept']]);
  });

  it('is told from a list of something else that repeats the ids of accounts', async () => {
    const rows = Array.from({ length: 20 }, (_, n) => `T-${n},A-${n % 5}`);
    const error = await refused(`ticket,account_id\n${rows.join('\n')}\n`);
    expect(error.message).toContain('Its 20 rows have only 5 ids.');
  });

  it('lists the first twenty bad rows and counts all', async () => {
    const rows = Array.from({ length: 50 }, (_, n) => `A-${n},x`);
    const error = await refused(`account_id,revenue\n${rows.join('\n')}\n`);
    expect(error.message).toContain('50 bad rows. The first 20:');
    expect(error.message.split('\n')).toHaveLength(21);
    expect(error.details).toMatchObject({ bad: 50 });
  });

  it.each([
    ['', 'it has no header line'],
    ['account_id\n', 'has no rows'],
    [
      'name\nAcme\n',
      'has no column account_id. If it has another name in the file, choose it for account_id (--map',
    ],
    ['account_id,Account_ID\nA,B\n', 'has the column account_id twice, as columns 1 and 2'],
    ['account_id\n"A-1\nA-2\n', 'the quotes do not match'],
    [new Uint8Array([0x61, 0xff, 0xfe]), 'is not UTF-8'],
    [`PAR1${'x'.repeat(100)}`, 'is not a Parquet file'],
  ])('says what is wrong with %j', async (content, message) => {
    expect((await refused(content)).message).toContain(message);
  });

  it.each([
    ['account_id', 'write it as column=source'],
    ['colour=x', 'there is no column colour'],
    ['csms.revenue=x', 'there is no column csms.revenue'],
    ['accounts.revenue=arr', 'has no column arr, which --map names for revenue'],
    ['revenue=arr', 'has no column arr'],
  ])('says what is wrong with --map %s', async (map, message) => {
    expect((await refused('account_id\nA-1\n', [map])).message).toContain(message);
  });

  it('is reported if it does not exist', async () => {
    await expect(openSourceFile(join(harness.folder, 'lost.csv'))).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('does not exist'),
    });
  });
});
