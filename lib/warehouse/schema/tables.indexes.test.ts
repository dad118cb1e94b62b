import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { defaultPolicy } from '@/lib/policy/policy';
import { accountHistory } from '@/lib/warehouse/sql/analytics/account';
import { recommendationRecords } from '@/lib/warehouse/sql/recommendation-record';
import { tableNames } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { setUp } from './setup';

let temporary: TemporaryDuckDb;
beforeAll(async () => {
  temporary = await temporaryDuckDb();
});
afterAll(() => temporary.dispose());

/** A node of the engine's query plan. */
interface PlanNode {
  readonly extra_info?: { readonly Table?: string; readonly Type?: string };
  readonly children?: readonly PlanNode[];
}

/** The scan type of each table, by name. */
async function scans(query: Query<unknown>): Promise<Map<string, Set<string>>> {
  const [plan] = await temporary.warehouse.read({
    ...query,
    sql: `EXPLAIN (ANALYZE, FORMAT JSON) ${query.sql}`,
    row: z.object({ explain_value: z.string() }),
  });
  const found = new Map<string, Set<string>>();
  const visit = ({ extra_info: info, children = [] }: PlanNode) => {
    const { Table: table, Type: type } = info ?? {};
    if (table && type) found.set(table, (found.get(table) ?? new Set()).add(type));
    for (const child of children) visit(child);
  };
  visit(JSON.parse(plan?.explain_value ?? '{}'));
  return found;
}

it('indexes find the rows of accounts without a full scan', async () => {
  // A row without a CSM, so that the engine cannot rule out NULLs.
  await temporary.warehouse.script(`INSERT INTO ${tableNames.recommendations}
  (account_id, recommended_csm, recommendation_timestamp)
SELECT 'A-' || n, CASE WHEN n % 10 > 0 THEN 'Ana' END,
  CASE WHEN n % 10 < 9 THEN TIMESTAMP '2026-01-01' END
FROM range(10000) AS r (n);
INSERT INTO ${tableNames.decisions} (decision_id, request_id, recommendation_id, account_id, verb,
  decided_by, decided_by_name, decided_at)
SELECT 'd-' || n, 'r-' || n, n, 'A-' || n, 'accept', 'mia@example.com', 'Mia', TIMESTAMP '2026-01-02'
FROM range(10000) AS r (n);
INSERT INTO ${tableNames.reviews} (review_id, recommendation_id, run_id, account_id, call_id, verdict,
  confidence, feedback, model, prompt_version, hidden, reviewed_at)
SELECT 'w-' || n, n, 'run-1', 'A-' || n, 'call-1', 'approve', 80, 'Fits.', 'claude', 1, FALSE,
  TIMESTAMP '2026-01-01'
FROM range(10000) AS r (n)`);
  const records = await scans(
    recommendationRecords([
      { recommendationId: '7', accountId: 'A-7' },
      { recommendationId: '8', accountId: 'A-8' },
    ]),
  );
  for (const table of [tableNames.recommendations, tableNames.decisions]) {
    expect([table, ...(records.get(table) ?? [])]).toEqual([table, 'Index Scan']);
  }
  const found = await scans(
    accountHistory({
      accountId: 'A-7',
      limits: defaultPolicy,
      maxEvents: 50,
      spellings: new Map(),
    }),
  );
  for (const table of [tableNames.recommendations, tableNames.reviews]) {
    expect([table, ...(found.get(table) ?? [])]).toEqual([table, 'Index Scan']);
  }
  // Finding undone decisions also scans the whole table.
  expect(found.get(tableNames.decisions)).toContain('Index Scan');
});

it('setup adds the indexes that a warehouse lacks', async () => {
  const { warehouse } = temporary;
  await warehouse.script('DROP INDEX DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_REVIEWS_OF_ACCOUNT');
  await setUp(warehouse, { now: new Date(), policyJson: JSON.stringify(defaultPolicy) });
  const { rows } = await warehouse.script(
    `SELECT index_name FROM duckdb_indexes() WHERE index_name LIKE '%_OF_ACCOUNT' ORDER BY 1`,
  );
  expect(rows.flat()).toEqual([
    'CSM_ROUTING_DECISIONS_OF_ACCOUNT',
    'CSM_ROUTING_NOTES_OF_ACCOUNT',
    'CSM_ROUTING_RECOMMENDATIONS_OF_ACCOUNT',
    'CSM_ROUTING_REVIEWS_OF_ACCOUNT',
  ]);
});
