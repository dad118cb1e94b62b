import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { withDefaults } from './request-warehouse';
import { newestPolicy } from './sql/policies';
import type { Query, StatementOptions, Warehouse } from './types';

let temporary: TemporaryDuckDb;
let receivedOptions: (StatementOptions | undefined)[];
let recording: Warehouse;

beforeAll(async () => {
  temporary = await temporaryDuckDb();
  const { warehouse } = temporary;
  receivedOptions = [];
  recording = {
    kind: warehouse.kind,
    read(query, options) {
      receivedOptions.push(options);
      return warehouse.read(query, options);
    },
    transaction(name, work, options) {
      receivedOptions.push(options);
      return warehouse.transaction(name, work, options);
    },
    script: (text, options) => warehouse.script(text, options),
    onCommit: (listener) => warehouse.onCommit(listener),
    close: () => warehouse.close(),
  };
});
afterAll(() => temporary.dispose());

const tag = { person: 'mia@example.com', path: '/queue' };
const endless: Query<object> = {
  name: 'test.endless',
  tables: [],
  sql: 'SELECT SUM(a.range * b.range) AS n FROM range(100000000) a, range(1000000) b',
  binds: [],
  row: z.object({}),
};

it('tags every read and transaction with the user and page', async () => {
  const requestWarehouse = withDefaults(recording, { tag });
  await requestWarehouse.read(newestPolicy(), { maxAgeMs: 5 });
  await requestWarehouse.transaction('test', async () => undefined, { idempotent: true });
  expect(receivedOptions).toMatchObject([
    { tag, maxAgeMs: 5 },
    { tag, idempotent: true },
  ]);
});

it('cancels a statement when the request is aborted', async () => {
  const request = new AbortController();
  const requestWarehouse = withDefaults(recording, { signal: request.signal });
  const reading = requestWarehouse.read(endless);
  const writing = requestWarehouse.transaction('test', (session) => session.read(endless));
  request.abort();
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  await expect(writing).rejects.toMatchObject({ code: 'cancelled' });
});

it('also cancels a statement by its own signal', async () => {
  const request = new AbortController();
  const caller = new AbortController();
  const reading = withDefaults(recording, { signal: request.signal }).read(endless, {
    signal: caller.signal,
  });
  caller.abort();
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  expect(request.signal.aborted).toBe(false);
});
