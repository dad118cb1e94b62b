import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Warehouse } from '@/lib/warehouse/types';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { openTestWarehouse } from '@/test/snowflake/test-accounts';
import { ChangeDetector, changedTables } from './change-detector';

let server: SnowflakeServer;
let warehouse: Warehouse;
beforeAll(async () => {
  server = await startSnowflakeServer();
  warehouse = await openTestWarehouse(server);
});
afterAll(async () => {
  await warehouse.close();
  await server.close();
});
beforeEach(() => server.clearRequests());

const denied = { error: { code: '003001', sqlState: '42501', message: 'Insufficient privileges' } };
const tokens = (decisions: string | null) => ({
  result: {
    columns: ['WATCHED', 'TOKEN'],
    rows: [
      ['recommendations', '1661920053987000000'],
      ['decisions', decisions],
    ],
  },
});

/** Plans the responses to the next reads. */
function plan(...responses: readonly (typeof denied | ReturnType<typeof tokens>)[]): void {
  for (const response of responses) {
    server.faults.plan({
      when: ({ statement }) => statement === 'read-model.changes',
      do: response,
      times: 1,
    });
  }
}

const usesCommitTimes = () =>
  server.statements().map(({ sql }) => sql.includes('SYSTEM$LAST_CHANGE_COMMIT_TIME'));

it('reads commit times if the role may see them', async () => {
  const detector = new ChangeDetector(warehouse);
  plan(tokens('1661920118648000000'), tokens('1661920118648000001'));
  const [before, after] = [await detector.read(), await detector.read()];
  expect(changedTables(before, after)).toEqual(new Set(['decisions']));
  expect(usesCommitTimes()).toEqual([true, true]);
});

it.each([
  ['an error', denied],
  ['NULL for a table', tokens(null)],
])('reads aggregates from then on after %s', async (_, refusal) => {
  const detector = new ChangeDetector(warehouse);
  plan(refusal, tokens('5,2026-03-02'), tokens('6,2026-03-02'));
  const [before, after] = [await detector.read(), await detector.read()];
  expect(changedTables(before, after)).toEqual(new Set(['decisions']));
  expect(usesCommitTimes()).toEqual([true, false, false]);
});

it('decides at the next read if the warehouse is unavailable', async () => {
  const detector = new ChangeDetector(warehouse);
  plan(denied, denied, tokens('1'));
  await expect(detector.read()).rejects.toMatchObject({ code: 'warehouse_unavailable' });
  await detector.read();
  expect(usesCommitTimes()).toEqual([true, false, true]);
});
