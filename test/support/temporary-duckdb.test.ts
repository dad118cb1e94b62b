import { afterAll, beforeAll, expect, it } from 'vitest';
import { readLock } from '@/lib/warehouse/sql/locks';
import { newestPolicy } from '@/lib/warehouse/sql/policies';
import { tableNames } from '@/lib/warehouse/tables';
import { type TemporaryDuckDb, temporaryDuckDb } from './temporary-duckdb';

let temporary: TemporaryDuckDb;
beforeAll(async () => {
  temporary = await temporaryDuckDb();
});
afterAll(() => temporary.dispose());

it('a temporary warehouse has a first policy, a free run lock, and both contract views', async () => {
  const { warehouse } = temporary;
  expect(await warehouse.read(newestPolicy())).toMatchObject([{ version: 1 }]);
  expect(await warehouse.read(readLock('run'))).toEqual([
    { name: 'run', holder: null, expires_at: null },
  ]);
  for (const view of [tableNames.accounts, tableNames.csms]) {
    expect((await warehouse.script(`SELECT * FROM ${view}`)).rows).toEqual([]);
  }
});
