import { z } from 'zod';
import { tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import type { ConfirmedDecision } from './measurements';

/** What the load test's warehouse had before: decisions `d-…`, and pending recommendations after `lastDecided`. */
export interface History {
  readonly lastDecided: number;
  /** The pending recommendations are those of the accounts A-0 to A-`pending - 1`. */
  readonly pending: number;
  /** Changes with any value of the rows that nobody decides. */
  readonly fingerprint: string;
}

const storedDecision = z.object({
  request_id: z.string(),
  recommendation_id: z.string(),
  verb: z.string(),
  csm_name: z.string().nullable(),
  decided_by: z.string(),
});

const storedRecommendation = z.object({
  recommendation_id: z.string(),
  recommended_csm: z.string(),
  was_assigned: z.boolean(),
  actual_assigned_csm: z.string().nullable(),
  assigned_csm: z.string().nullable(),
});

/** Reads what must be the same before and after. */
export async function readHistory(
  warehouse: Warehouse,
  { lastDecided, pending }: Pick<History, 'lastDecided' | 'pending'>,
): Promise<History> {
  const { rows } = await warehouse.script(`SELECT CAST(BIT_XOR(HASH(each)) AS VARCHAR) FROM (
  SELECT 'recommendation' AS kind, TO_JSON(r) AS each FROM ${tableNames.recommendations} AS r
  WHERE recommendation_id <= ${lastDecided}
  UNION ALL
  SELECT 'decision', TO_JSON(d) FROM ${tableNames.decisions} AS d WHERE decision_id LIKE 'd-%'
  UNION ALL
  SELECT 'assignment', TO_JSON(a) FROM ${tableNames.assignments} AS a
  WHERE CAST(SUBSTR(account_id, 3) AS INTEGER) >= ${pending}
) AS history`);
  return { lastDecided, pending, fingerprint: String(rows[0]?.[0]) };
}

/**
 * Compares the warehouse with the decisions that the server confirmed, each recommendation's in the order
 * in which they were made.
 * @returns what is lost, duplicated, different, or should not be there, by kind, with its count
 */
export async function checkStored(
  warehouse: Warehouse,
  before: History,
  confirmed: readonly ConfirmedDecision[],
): Promise<ReadonlyMap<string, number>> {
  const problems = new Map<string, number>();
  const add = (problem: string) => problems.set(problem, (problems.get(problem) ?? 0) + 1);

  const after = await readHistory(warehouse, before);
  if (after.fingerprint !== before.fingerprint) add('the history has changed');

  const unstored = new Map(confirmed.map((decision) => [decision.requestId, decision]));
  const requestIds = new Set(unstored.keys());
  const stored = await readRows(
    warehouse,
    storedDecision,
    `SELECT request_id,
  CAST(recommendation_id AS VARCHAR) AS recommendation_id, verb, csm_name, decided_by
FROM ${tableNames.decisions} WHERE decision_id NOT LIKE 'd-%'`,
  );
  for (const { request_id, recommendation_id, verb, csm_name, decided_by } of stored) {
    const decision = unstored.get(request_id);
    unstored.delete(request_id);
    if (!decision) {
      add(requestIds.has(request_id) ? 'a decision is stored twice' : 'nobody made this decision');
    } else if (
      decision.recommendationId !== recommendation_id ||
      decision.verb !== verb ||
      decision.decidedBy !== decided_by ||
      (decision.csm !== null && decision.csm !== csm_name)
    ) {
      add('a decision is stored with other values');
    }
  }
  for (const _ of unstored.values()) add('a confirmed decision is lost');

  const last = new Map(confirmed.map((decision) => [decision.recommendationId, decision]));
  const recommendations = await readRows(
    warehouse,
    storedRecommendation,
    `SELECT
  CAST(r.recommendation_id AS VARCHAR) AS recommendation_id, r.recommended_csm, r.was_assigned,
  r.actual_assigned_csm, a.csm_name AS assigned_csm
FROM ${tableNames.recommendations} AS r
LEFT JOIN ${tableNames.assignments} AS a ON a.account_id = r.account_id
WHERE r.recommendation_id > ${before.lastDecided}`,
  );
  for (const row of recommendations) {
    const decision = last.get(row.recommendation_id);
    const isAccepted = decision?.verb === 'accept';
    const csm = isAccepted ? row.recommended_csm : (decision?.csm ?? null);
    if (row.was_assigned !== isAccepted || row.actual_assigned_csm !== csm) {
      add('a recommendation does not have its last decision');
    }
    if (row.assigned_csm !== csm) add('an account does not have its CSM');
  }
  if (recommendations.length !== before.pending) add('there are other recommendations');

  const audited = await readRows(
    warehouse,
    z.object({ details: z.string() }),
    `SELECT details
FROM ${tableNames.audit} WHERE action IN ('decision.made', 'decision.undone')`,
  );
  const auditedCount = audited.reduce(
    (sum, { details }) => sum + JSON.parse(details).decisions.length,
    0,
  );
  if (auditedCount !== confirmed.length) add('the audit trail has another number of decisions');
  return problems;
}

async function readRows<Row>(
  warehouse: Warehouse,
  row: z.ZodType<Row>,
  sql: string,
): Promise<readonly Row[]> {
  const { columns, rows } = await warehouse.script(sql);
  return rows.map((values) =>
    row.parse(Object.fromEntries(columns.map((name, index) => [name, values[index]]))),
  );
}
