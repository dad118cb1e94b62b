import sql from 'sql-template-tag';
import { z } from 'zod';
import { HOUR_MS } from '@/lib/time';
import { id } from '@/lib/warehouse/sql/shared/columns';
import { pendingCtes } from '@/lib/warehouse/sql/shared/state';
import { command, query, valuesTable } from '@/lib/warehouse/sql/shared/statement';
import { t, tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';

/** A recommendation written by another program. Only the account, CSM, and time are required. */
export interface ExternalRecommendation {
  readonly account: string | null;
  readonly csm: string | null;
  readonly at: string | null;
  readonly id?: number;
  readonly method?: string | null;
  readonly score?: number | null;
  readonly neediness?: number | null;
  readonly health?: number | null;
  readonly revenue?: number | null;
  readonly segment?: string | null;
  readonly level?: string | null;
  readonly feedback?: string | null;
  readonly accepted?: boolean | null;
  readonly given?: string | null;
  readonly runId?: string | null;
}

const withDefault = <Value>(value: Value | undefined, fallback: Value): Value =>
  value === undefined ? fallback : value;

/** Inserts recommendations as another program does, without rows in our own tables. */
export async function insertExternalRecommendations(
  warehouse: Warehouse,
  recommendations: readonly ExternalRecommendation[],
): Promise<void> {
  const rows = valuesTable(recommendations, [
    { name: 'id', type: 'BIGINT', value: (row) => withDefault(row.id, null) },
    { name: 'account', type: 'VARCHAR', value: (row) => row.account },
    { name: 'csm', type: 'VARCHAR', value: (row) => row.csm },
    { name: 'moment', type: 'TIMESTAMP_NTZ', value: (row) => row.at },
    { name: 'method', type: 'VARCHAR', value: (row) => withDefault(row.method, 'batch_optimized') },
    { name: 'score', type: 'DOUBLE', value: (row) => withDefault(row.score, 80) },
    { name: 'neediness', type: 'DOUBLE', value: (row) => withDefault(row.neediness, 5) },
    { name: 'health', type: 'DOUBLE', value: (row) => withDefault(row.health, 75) },
    { name: 'revenue', type: 'DOUBLE', value: (row) => withDefault(row.revenue, 50_000) },
    { name: 'segment', type: 'VARCHAR', value: (row) => withDefault(row.segment, 'Residential') },
    { name: 'level', type: 'VARCHAR', value: (row) => withDefault(row.level, 'Corporate') },
    { name: 'feedback', type: 'VARCHAR', value: (row) => withDefault(row.feedback, null) },
    { name: 'accepted', type: 'BOOLEAN', value: (row) => withDefault(row.accepted, false) },
    { name: 'given', type: 'VARCHAR', value: (row) => withDefault(row.given, null) },
    { name: 'run_id', type: 'VARCHAR', value: (row) => withDefault(row.runId, '20260302_080000') },
  ]);
  const allHaveIds = recommendations.every(({ id }) => id !== undefined);
  await warehouse.transaction('test.recommend', (session) =>
    session.write(
      command({
        name: 'test.recommend',
        tables: ['recommendations'],
        sql: sql`INSERT INTO ${t.recommendations} (
  account_id, recommended_csm, recommendation_timestamp, assignment_method, optimization_score,
  neediness_score, health_score, revenue, account_segment, account_level, llm_feedback,
  was_assigned, actual_assigned_csm, run_id, batch_size${sql([allHaveIds ? ', recommendation_id' : ''])}
)
SELECT account, csm, moment, method, score, neediness, health, revenue, segment, level, feedback,
  accepted, given, run_id, 1${sql([allHaveIds ? ', id' : ''])} FROM ${rows} AS v`,
      }),
    ),
  );
}

/**
 * What the earlier program left of an account that it reassigned itself: the original, with a note,
 * and two hours after `at` an accepted row without scores. The second has the next id.
 */
export function reassignedByEarlierProgram({
  id,
  account,
  from,
  to,
  at,
}: {
  readonly id: number;
  readonly account: string;
  readonly from: string;
  readonly to: string;
  readonly at: string;
}): ExternalRecommendation[] {
  const unknownScores = { score: null, neediness: null, health: null, revenue: null };
  const runId = '20260302_060000';
  const later = new Date(Date.parse(at) + 2 * HOUR_MS).toISOString();
  return [
    { id, account, csm: from, at, runId, feedback: `Revised by LLM - reassigned to ${to}` },
    {
      id: id + 1,
      account,
      csm: to,
      at: later,
      method: 'llm_revised',
      ...unknownScores,
      accepted: true,
      given: to,
      runId: `${runId}_revised`,
    },
  ];
}

/** Adds the column that the earlier program's recommendations table has besides the documented ones. */
export async function addEarlierProgramColumn(warehouse: Warehouse): Promise<void> {
  await warehouse.script(
    `ALTER TABLE ${tableNames.recommendations} ADD COLUMN IF NOT EXISTS assignment_date TIMESTAMP`,
  );
}

/** Assigns accounts as another program does. */
export async function upsertExternalAssignments(
  warehouse: Warehouse,
  assignments: readonly { account: string; csm: string; at: string | null; updated?: string }[],
): Promise<void> {
  const rows = valuesTable(assignments, [
    { name: 'account', type: 'VARCHAR', value: (row) => row.account },
    { name: 'csm', type: 'VARCHAR', value: (row) => row.csm },
    { name: 'moment', type: 'TIMESTAMP_NTZ', value: (row) => row.at },
    { name: 'updated', type: 'TIMESTAMP_NTZ', value: (row) => row.updated ?? row.at },
  ]);
  await warehouse.transaction('test.assign', (session) =>
    session.write(
      command({
        name: 'test.assign',
        tables: ['assignments'],
        sql: sql`MERGE INTO ${t.assignments} AS a USING ${rows} AS s ON a.account_id = s.account
WHEN MATCHED THEN UPDATE SET csm_name = s.csm, assignment_date = s.moment, last_updated = s.updated
WHEN NOT MATCHED THEN INSERT (account_id, csm_name, assignment_date, last_updated)
VALUES (s.account, s.csm, s.moment, s.updated)`,
      }),
    ),
  );
}

/** The ids of the pending recommendations, sorted. */
export async function pendingIds(warehouse: Warehouse): Promise<string[]> {
  const rows = await warehouse.read(
    query({
      name: 'test.pending',
      tables: ['recommendations', 'assignments', 'decisions'],
      row: z.object({ recommendation_id: id }),
      sql: sql`WITH ${pendingCtes()} SELECT recommendation_id FROM pending ORDER BY recommendation_id`,
    }),
  );
  return rows.map((row) => row.recommendation_id);
}
