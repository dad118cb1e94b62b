import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnEveryBackend } from '@/test/support/describe-backends';
import { openTestContext, type TestContext } from '@/test/support/test-context';
import { backends } from '@/test/support/test-warehouse';
import { allQueries } from './all-queries';
import { seedRandomCompany } from './random-company';

/** The rows to compare, sorted if the statement does not sort them. */
function inOrder(rows: readonly unknown[], statement: string): unknown[] {
  const compared = rows.map(withRoundedSums);
  if (/ORDER BY[^()]*(?:LIMIT \d+)?\s*$/.test(statement)) return compared;
  return compared.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

/** Rounds to 12 digits, because each engine adds numbers in an order of its own. */
function withRoundedSums(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      typeof value === 'number' ? Number(value.toPrecision(12)) : value,
    ]),
  );
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
        expect({ name, binds, rows: inOrder(actual, query.sql) }).toEqual({
          name,
          binds,
          rows: inOrder(expected, query.sql),
        });
        rows += expected.length;
      }
      expect(rows).toBeGreaterThan(500);
    });
  },
  otherBackends,
);
