import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnEveryBackend } from '@/test/support/describe-backends';
import { openTestContext, type TestContext } from '@/test/support/test-context';
import { backends } from '@/test/support/test-warehouse';
import { allQueries } from './all-queries';
import { seedRandomCompany } from './random-company';

/** Sorts the rows of a batch query, which have no order. */
function inOrder(rows: readonly unknown[]): unknown[] {
  const isBatch = rows.some((row) => typeof row === 'object' && row !== null && 'question' in row);
  if (!isBatch) return [...rows];
  return rows.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

const otherBackends = backends.filter((backend) => backend !== 'duckdb');

describeOnEveryBackend(
  'returns the same results as DuckDB for the same rows',
  (backend) => {
    let duckdb: TestContext;
    let other: TestContext;
    beforeAll(async () => {
      [duckdb, other] = await Promise.all([openTestContext('duckdb'), openTestContext(backend)]);
    });
    afterAll(async () => {
      await duckdb?.close();
      await other?.close();
    });

    it.each([1, 2])('for every query on random company %i', async (seed) => {
      for (const { warehouse, clear } of [duckdb, other]) {
        await clear();
        await seedRandomCompany(warehouse, seed);
      }
      let rows = 0;
      for (const query of allQueries()) {
        const { name, binds } = query;
        const [expected, actual] = await Promise.all([
          duckdb.warehouse.read(query),
          other.warehouse.read(query),
        ]);
        expect({ name, binds, rows: inOrder(actual) }).toEqual({
          ...{ name, binds },
          rows: inOrder(expected),
        });
        rows += expected.length;
      }
      expect(rows).toBeGreaterThan(500);
    });
  },
  otherBackends,
);
