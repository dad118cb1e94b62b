import { z } from 'zod';
import { names } from '@/lib/warehouse/names';
import { amount, text } from '@/lib/warehouse/sql/fields';
import type { Query, Warehouse } from '@/lib/warehouse/types';

const filledByTests = [
  names.recommendations,
  names.assignments,
  names.decisions,
  names.explanations,
  names.runs,
  names.reviews,
  names.reviewCalls,
  names.activeCsms,
  names.csmDetails,
  names.accountScores,
  names.onboardingSource,
  names.members,
];

/** Rows that setup did not leave, and what takes them back. */
const leftovers = [
  ...filledByTests.map((table) => ({ rows: table, clearing: `DELETE FROM ${table}` })),
  {
    rows: `${names.policies} WHERE version > 1`,
    clearing: `DELETE FROM ${names.policies} WHERE version > 1`,
  },
  {
    rows: `${names.locks} WHERE holder IS NOT NULL`,
    clearing: `UPDATE ${names.locks} SET holder = NULL, expires_at = NULL`,
  },
];

const row = z.object({ clearing: text, rows_counted: amount });

/** What is there to clear? One statement, because most tests leave most tables empty. */
const counted: Query<z.infer<typeof row>> = {
  name: 'test.leftovers',
  sql: leftovers
    .map(
      ({ rows, clearing }) =>
        `SELECT '${clearing}' AS clearing, COUNT(*) AS rows_counted FROM ${rows}`,
    )
    .join('\nUNION ALL\n'),
  binds: [],
  row,
};

/** Takes a warehouse back to how setup left it. */
export async function clearWarehouse(warehouse: Warehouse): Promise<void> {
  const found = (await warehouse.read(counted)).filter(({ rows_counted }) => rows_counted > 0);
  if (found.length === 0) return;
  await warehouse.transaction('test.clear', async (session) => {
    for (const { clearing } of found) {
      await session.write({ name: 'test.clear', sql: clearing, binds: [] });
    }
  });
}
