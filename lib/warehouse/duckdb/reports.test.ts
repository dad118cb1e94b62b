import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Query } from '@/lib/warehouse/types';
import { temporaryDuckDb } from '@/test/support/temporary-duckdb';

const query = (sql: string): Query<{ n: number }> => ({
  name: 'test',
  tables: [],
  sql,
  binds: [],
  row: z.object({ n: z.number() }),
});

/** Takes minutes, unless it is canceled. */
const report = {
  ...query('SELECT COUNT(*) AS n FROM range(1000000) AS a, range(1000000) AS b'),
  isReport: true,
};

it('short reads and changes do not wait for reports, however many are read', async () => {
  const { warehouse, dispose } = await temporaryDuckDb();
  const reader = new AbortController();
  const reports = Array.from({ length: 10 }, () =>
    warehouse.read(report, { signal: reader.signal }).catch(() => 'canceled'),
  );
  expect(await warehouse.read(query('SELECT 1 AS n'))).toEqual([{ n: 1 }]);
  await warehouse.transaction('test', async (session) => {
    expect(await session.read(query('SELECT 2 AS n'))).toEqual([{ n: 2 }]);
  });
  reader.abort();
  expect(new Set(await Promise.all(reports))).toEqual(new Set(['canceled']));
  await dispose();
});
