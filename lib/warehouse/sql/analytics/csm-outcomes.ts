import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { hoursBefore } from '@/lib/time';
import { amount, timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { isEarlierReassignment } from '@/lib/warehouse/sql/shared/earlier-program';
import { inPeriod } from '@/lib/warehouse/sql/shared/scope';
import { isOneOfPeople, type Spellings } from '@/lib/warehouse/sql/shared/spellings';
import {
  currentDecisions,
  lastAssigned,
  newestUnassigned,
  recommendationState,
} from '@/lib/warehouse/sql/shared/state';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';

export interface CsmOutcomesRequest {
  /** The name to use for the person. */
  readonly name: string;
  readonly spellings: Spellings;
  readonly period: { readonly from: Date; readonly to: Date };
}

/** Creates a condition: a column has the CSM, in any spelling. */
export const theirs =
  ({ name, spellings }: Pick<CsmOutcomesRequest, 'name' | 'spellings'>) =>
  (column: string): Sql =>
    isOneOfPeople(raw(column), [name], spellings);

/** How many accounts a CSM received in a period, counted like the outcomes of their page. */
export function csmReceiptCount(request: CsmOutcomesRequest): Query<number> {
  return reportQuery({
    name: 'csms.receipt-count',
    tables: ['recommendations', 'assignments', 'decisions'],
    row: z.object({ received: amount }).transform(({ received }) => received),
    sql: sql`WITH ${outcomeCtes(request)}
SELECT COUNT(*) AS received
FROM outcomes
WHERE received AND ${inPeriod(raw('happened_at'), request.period)}`,
  });
}

/** How long after its recommendation a decision or assignment usually comes, at most. */
const MAX_DECISION_LAG_HOURS = 7 * 24;

/**
 * Common table expressions for one CSM: `period_decisions` (decisions on recommendations of them or in their
 * favor) and `outcomes` (recommendations of them or overridden to them, with their state, and assignments to
 * them that none of these explain). Reads only recommendations of the period and shortly before, because
 * most of the history is older.
 */
export function outcomeCtes(request: CsmOutcomesRequest): Sql {
  const { period } = request;
  const isTheirs = theirs(request);
  const since = timestampBind(hoursBefore(period.from, MAX_DECISION_LAG_HOURS));
  return sql`period_decisions AS (
  SELECT d.*
  FROM ${t.decisions} AS d
  WHERE ${inPeriod(raw('d.decided_at'), period)}
    AND (${isTheirs('d.recommended_csm')} OR ${isTheirs('d.csm_name')})
),
recent_recommendations AS (
  SELECT r.*
  FROM ${t.recommendations} AS r
  WHERE r.recommendation_timestamp >= ${since}
    AND (${isTheirs('r.recommended_csm')} OR ${isTheirs('r.actual_assigned_csm')})
),
current_decisions AS (
  ${currentDecisions(
    sql`d.recommendation_id, d.verb`,
    sql`d.decided_at >= ${since} AND ${isTheirs('d.recommended_csm')}`,
  )}
),
last_assigned AS (
  ${lastAssigned(sql`account_id IN (SELECT account_id FROM recent_recommendations)`)}
),
newest_unassigned AS (
  ${newestUnassigned(
    sql`r.recommendation_timestamp >= ${since}
      AND r.account_id IN (SELECT account_id FROM recent_recommendations)`,
  )}
),
with_state AS (
  SELECT s.*, ${recommendationState()} AS state, COALESCE(${isTheirs('s.recommended_csm')}, FALSE) AS theirs
  FROM recent_recommendations AS s
  LEFT JOIN current_decisions AS d ON d.recommendation_id = s.recommendation_id
  LEFT JOIN last_assigned AS x ON x.account_id = s.account_id
  LEFT JOIN newest_unassigned AS y ON y.account_id = s.account_id
),
outcomes AS (
  SELECT *
  FROM (
    SELECT e.*, COUNT_IF(received AND NOT is_assignment) OVER (PARTITION BY account_id) AS explained
    FROM (
      SELECT account_id, recommendation_timestamp AS happened_at, theirs, optimization_score,
        CASE WHEN ${isEarlierReassignment(raw('assignment_method'))} THEN 'outside'
          ELSE state END AS state,
        (state = 'accepted' AND theirs)
          OR (state = 'overridden' AND ${isTheirs('actual_assigned_csm')}) AS received,
        FALSE AS is_assignment
      FROM with_state
      UNION ALL
      SELECT account_id, decided_at, FALSE, CAST(NULL AS DOUBLE), 'decided', TRUE, FALSE
      FROM period_decisions
      WHERE ${isTheirs('csm_name')}
      UNION ALL
      SELECT account_id, assignment_date, FALSE, CAST(NULL AS DOUBLE), 'outside', TRUE, TRUE
      FROM ${t.assignments}
      WHERE ${isTheirs('csm_name')}
    ) AS e
  ) AS e
  WHERE state <> 'decided' AND (NOT is_assignment OR explained = 0)
)`;
}
