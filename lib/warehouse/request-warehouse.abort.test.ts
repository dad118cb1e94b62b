import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { ignoreAfterAbort, withDefaults } from './request-warehouse';
import { newestPolicy } from './sql/policies';
import type { Query } from './types';

let temporary: TemporaryDuckDb;

beforeAll(async () => {
  temporary = await temporaryDuckDb();
});
afterAll(() => temporary.dispose());

const endless: Query<object> = {
  name: 'test.endless',
  tables: [],
  sql: 'SELECT SUM(a.range * b.range) AS n FROM range(100000000) a, range(1000000) b',
  binds: [],
  row: z.object({}),
};

it('ignores read errors after the request is aborted', async () => {
  const request = new AbortController();
  const cancelable = withDefaults(temporary.warehouse, { signal: request.signal });
  const settled: string[] = [];
  const page = ignoreAfterAbort(cancelable, request.signal).read(endless);
  page.then(
    () => settled.push('page'),
    () => settled.push('page'),
  );
  const other = cancelable.read(endless);
  request.abort();
  await expect(other).rejects.toMatchObject({ code: 'cancelled' });
  // These need all connections, so they finish only after both reads are canceled in the engine.
  await Promise.all(Array.from({ length: 8 }, () => temporary.warehouse.read(newestPolicy())));
  expect(settled).toEqual([]);
});

it('reports other failures', async () => {
  const { signal } = new AbortController();
  const reading = ignoreAfterAbort(temporary.warehouse, signal).read({
    ...endless,
    sql: 'SELECT nothing',
  });
  await expect(reading).rejects.toThrow();
});
