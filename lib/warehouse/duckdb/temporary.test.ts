import { afterAll, beforeAll, expect, it } from 'vitest';
import { names } from '../names';
import { readLock } from '../sql/locks';
import { newestPolicy } from '../sql/policies';
import { type TemporaryWarehouse, temporaryWarehouse } from './temporary';

let temporary: TemporaryWarehouse;
beforeAll(async () => {
  temporary = await temporaryWarehouse();
});
afterAll(() => temporary.dispose());

it('is set up: a first policy, a free run lock and the two contract views', async () => {
  const { warehouse } = temporary;
  expect(await warehouse.read(newestPolicy())).toMatchObject([{ version: 1 }]);
  expect(await warehouse.read(readLock('run'))).toEqual([
    { name: 'run', holder: null, expires_at: null },
  ]);
  for (const view of [names.accounts, names.csms]) {
    expect((await warehouse.script(`SELECT * FROM ${view}`)).rows).toEqual([]);
  }
});
