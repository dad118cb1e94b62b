import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { describeOnDuckDb } from '@/test/support/describe-backends';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import {
  expectAppError,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';

let context: TestContext;
let folder: string;
beforeAll(async () => {
  context = await openTestContext();
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
});
beforeEach(async () => {
  await context.clear();
  await seedCompany(context.warehouse, { csms: [{ name: 'Ann' }, { name: 'Bo' }] });
});
afterAll(async () => {
  await context.close();
  await rm(folder, { recursive: true, force: true });
});

/** Redefines the accounts view over a CSV file; `neediness` is the view's expression for the score. */
async function accountsFrom(csv: string, neediness = 'TRY_CAST(need AS DOUBLE)') {
  const file = join(folder, 'accounts.csv');
  await writeFile(file, csv);
  await context.warehouse.script(`CREATE OR REPLACE VIEW ${tableNames.accounts} AS
SELECT id AS account_id, name AS account_name, NULL AS tenant_id,
  TRY_CAST(waits AS BOOLEAN) AS needs_csm, CAST(NULL AS TIMESTAMP) AS needs_csm_since,
  CAST(NULL AS VARCHAR) AS current_csm, ${neediness} AS neediness_score,
  70 AS health_score, CAST(NULL AS VARCHAR) AS health_color, 1000 AS revenue,
  'Residential' AS account_segment, 'Corporate' AS account_level, NULL AS industry
FROM read_csv('${file}', all_varchar = TRUE, header = TRUE, delim = ',')`);
  return file;
}

const run = () => runToCompletion(context.ctx, wholeBatch);

describeOnDuckDb('a redefined accounts view', 'its views read files', () => {
  it('may return duplicate accounts and accounts without an id', async () => {
    await accountsFrom('id,name,waits,need\nA-1,Acme,true,4\nA-1,Acme,false,9\n,Nobody,true,5\n');
    const { status, result } = await run();
    expect(status).toBe('succeeded');
    expect(result?.placements.map(({ accountId }) => accountId)).toEqual(['A-1']);
    expect((await readQueue(context.ctx)).rows.map(({ neediness }) => neediness)).toEqual([4]);
  });

  it('treats text that is not a number as a missing score', async () => {
    await accountsFrom('id,name,waits,need\nA-1,Acme,true,a lot\nA-2,Bolt,maybe,3\n');
    const { result } = await run();
    expect(result?.placements).toMatchObject([{ accountId: 'A-1', neediness: null }]);
    expect(result?.deferrals).toEqual([]);
  });

  it('may return numbers as text, and bare NULLs for what is missing', async () => {
    await accountsFrom('id,name,waits,need\nA-1,Acme,true,4.5\nA-2,Bolt,true,\n', 'need');
    const { result } = await run();
    const placed = result?.placements.toSorted((a, b) => a.accountId.localeCompare(b.accountId));
    expect(placed).toMatchObject([
      { accountId: 'A-1', neediness: 4.5 },
      { accountId: 'A-2', neediness: null },
    ]);
    const { rows } = await readQueue(context.ctx, { sort: [] });
    expect(rows.map(({ neediness }) => neediness).sort()).toEqual([4.5, null]);
  });

  it.each([
    [
      'need',
      'CSM_ROUTING_ACCOUNTS_V: neediness_score must be a number, but it is VARCHAR. Redefine',
    ],
    ['CAST(need AS DOUBLE)', "'a lot', does not have the type of its column"],
  ])('fails the run with a clear message when it returns %s as a score', async (sql, message) => {
    await accountsFrom('id,name,waits,need\nA-1,Acme,true,a lot\n', sql);
    const { status, failure } = await run();
    expect(status).toBe('failed');
    expect(failure).toContain(message);
    expect(await context.queryRows(`SELECT * FROM ${tableNames.recommendations}`)).toEqual([]);
  });

  it('fails with the names of the columns that it lacks', async () => {
    await accountsFrom('id,name,waits,need\nA-1,Acme,true,4\n');
    await context.warehouse.script(`CREATE OR REPLACE VIEW ${tableNames.accounts} AS
      SELECT 'A-1' AS account_id`);
    expect((await run()).failure).toContain('CSM_ROUTING_ACCOUNTS_V has no column needs_csm.');
  });

  it('fails with the name of a file that is missing', async () => {
    const file = await accountsFrom('id,name,waits,need\nA-1,Acme,true,4\n');
    await run();
    await rm(file);
    // As after a minute: facts from such a view are loaded again.
    context.ctx.readModel.invalidate();
    expect(await expectAppError(readQueue(context.ctx))).toMatchObject({
      code: 'warehouse_unavailable',
      message: expect.stringContaining(`reads the file ${file}, which is missing`),
    });
  });
});
