import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { Query } from '../types';
import { amount } from './fields';
import { standingDecisions } from './standing';
import { query } from './statement';
import { t } from './tables';

/**
 * Common table expressions that end in `pending`: the recommendations that wait for a decision,
 * that is, neither decided nor overtaken by an assignment of their account.
 */
export const pendingTables: Sql = sql`${standingDecisions},
assigned AS (
  SELECT account_id, MAX(assignment_date) AS assigned_at
  FROM ${t.assignments}
  GROUP BY account_id
),
pending AS (
  SELECT r.recommendation_id, r.account_id, r.recommended_csm, r.recommendation_timestamp
  FROM ${t.recommendations} AS r
  LEFT JOIN standing AS d ON d.recommendation_id = r.recommendation_id AND d.verb = 'reject'
  LEFT JOIN assigned AS x
    ON x.account_id = r.account_id AND x.assigned_at >= r.recommendation_timestamp
  WHERE COALESCE(r.was_assigned, FALSE) = FALSE
    AND r.actual_assigned_csm IS NULL
    AND d.decision_id IS NULL
    AND x.account_id IS NULL
)`;

/** Answers how many recommendations wait for a decision. */
export function pendingCount(): Query<{ pending: number }> {
  return query(
    'pending.count',
    sql`WITH ${pendingTables}
SELECT COUNT(*) AS pending FROM pending`,
    z.object({ pending: amount }),
  );
}
