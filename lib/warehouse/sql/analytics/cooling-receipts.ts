import sql, { join, raw, type Sql } from 'sql-template-tag';
import { hoursBefore } from '@/lib/time';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import { type Spellings, spelled } from '@/lib/warehouse/sql/shared/spellings';
import { decisionsInEffect } from '@/lib/warehouse/sql/shared/state';
import { t } from '@/lib/warehouse/tables';

/** How a CSM received an account. */
export const receiptOrigins = ['accepted', 'overridden', 'elsewhere', 'outside'] as const;
/**
 * `accepted` and `overridden` were decided in this app, `elsewhere` was accepted in another program,
 * and `outside` is an assignment without an accepted recommendation.
 */
export type ReceiptOrigin = (typeof receiptOrigins)[number];

/** What receipts need of a recommendation `r`. */
const outcomeColumns = (spellings: Spellings): Sql => sql`r.recommendation_id, r.account_id,
    r.recommendation_timestamp AS recommended_at, r.run_id, r.account_segment, r.account_level,
    r.was_assigned,
    ${spelled(
      raw('CASE WHEN r.was_assigned THEN r.recommended_csm ELSE r.actual_assigned_csm END'),
      spellings,
    )} AS csm_name`;

/** How much older than the approving assignment another program's recommendation may be. */
const MAX_APPROVAL_HOURS = 24 * 7;

function isAccountIn(column: string, accountIds: readonly string[] | undefined): Sql {
  if (!accountIds) return raw('TRUE');
  return accountIds.length === 0 ? raw('FALSE') : sql`${raw(column)} IN (${join([...accountIds])})`;
}

/**
 * Common table expressions that end in `receipts`: who received which account, when, and how,
 * starting one cooling period before `from`, with the recommendation and decision, where there is one.
 * With `accountIds`, only receipts of these accounts are read. Spellings of a name are one CSM.
 *
 * - A decision in effect is a receipt at the time of the decision, which is also the assignment date.
 * - A recommendation accepted in another program is a receipt at its own time.
 * - An assignment belongs to the newest of these for the same account if the CSM is the same, and
 *   then sets the time of another program's approval. Otherwise it is a receipt of its own.
 *
 * Each CTE reads the previous ones as seldom as possible, because Snowflake computes a CTE again for
 * each reader.
 */
export function receiptCtes(
  from: Date,
  { coolingHours }: Pick<PolicyLimits, 'coolingHours'>,
  spellings: Spellings,
  accountIds?: readonly string[],
): Sql {
  const since = timestampBind(hoursBefore(from, coolingHours));
  const approvedSince = timestampBind(hoursBefore(from, coolingHours + MAX_APPROVAL_HOURS));
  const isSelected = (column: string) => isAccountIn(column, accountIds);
  return sql`decided AS (
  ${decisionsInEffect(
    sql`d.decision_id, d.recommendation_id, d.account_id,
    ${spelled(raw('d.csm_name'), spellings)} AS csm_name, d.verb, d.decided_at,
    d.decided_by_name,
    COALESCE(CONTAINS(' ' || d.set_aside || ' ', ' cooling '), FALSE) AS acknowledged`,
    sql`d.verb IN ('accept', 'override') AND d.decided_at >= ${since} AND ${isSelected('d.account_id')}`,
  )}
),
outcomes AS (
  SELECT ${outcomeColumns(spellings)},
    d.decision_id, d.csm_name AS decided_csm, d.decided_at, d.decided_by_name, d.acknowledged,
    d.verb
  FROM decided AS d
  JOIN ${t.recommendations} AS r ON r.recommendation_id = d.recommendation_id
  UNION ALL
  SELECT ${outcomeColumns(spellings)},
    CAST(NULL AS VARCHAR) AS decision_id, CAST(NULL AS VARCHAR) AS decided_csm,
    CAST(NULL AS TIMESTAMP_NTZ) AS decided_at, CAST(NULL AS VARCHAR) AS decided_by_name,
    FALSE AS acknowledged, CAST(NULL AS VARCHAR) AS verb
  FROM ${t.recommendations} AS r
  LEFT JOIN decided AS d ON d.recommendation_id = r.recommendation_id
  WHERE r.was_assigned AND r.recommendation_timestamp >= ${approvedSince}
    AND ${isSelected('r.account_id')} AND d.decision_id IS NULL
),
from_recommendations AS (
  SELECT csm_name, account_id, recommendation_id, recommended_at, run_id, account_segment,
    account_level,
    CASE WHEN is_decided THEN decided_at ELSE recommended_at END AS received_at,
    CASE WHEN NOT is_decided THEN 'elsewhere' WHEN was_assigned THEN 'accepted'
      ELSE 'overridden' END AS origin,
    is_decided AND acknowledged AS acknowledged,
    CASE WHEN is_decided THEN decision_id END AS decision_id,
    CASE WHEN is_decided THEN decided_by_name END AS decided_by_name
  FROM (
    SELECT o.*, COALESCE(decided_csm = csm_name
      AND verb = CASE WHEN was_assigned THEN 'accept' ELSE 'override' END, FALSE) AS is_decided
    FROM outcomes AS o
  ) AS o
  WHERE csm_name IS NOT NULL
    AND (is_decided OR (was_assigned AND recommended_at >= ${approvedSince}))
),
other_assignments AS (
  SELECT a.account_id, a.csm_name, a.assignment_date AS received_at
  FROM (
    SELECT account_id, ${spelled(raw('csm_name'), spellings)} AS csm_name, assignment_date
    FROM ${t.assignments}
    WHERE assignment_date >= ${since} AND ${isSelected('account_id')}
  ) AS a
  LEFT JOIN decided AS d
    ON d.account_id = a.account_id AND d.csm_name = a.csm_name AND d.decided_at = a.assignment_date
  WHERE a.csm_name IS NOT NULL AND d.decision_id IS NULL
),
matched_assignments AS (
  SELECT o.account_id, o.csm_name, o.received_at,
    CASE WHEN f.csm_name = o.csm_name THEN f.recommendation_id END AS recommendation_id
  FROM other_assignments AS o
  LEFT JOIN from_recommendations AS f
    ON f.account_id = o.account_id AND f.received_at <= o.received_at
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY o.account_id, o.csm_name, o.received_at
    ORDER BY f.received_at DESC NULLS LAST, CASE WHEN f.csm_name = o.csm_name THEN 0 ELSE 1 END,
      f.recommendation_id DESC
  ) = 1
),
receipts AS (
  SELECT
    COALESCE(f.csm_name, m.csm_name) AS csm_name,
    COALESCE(f.account_id, m.account_id) AS account_id,
    CASE WHEN f.origin IN ('accepted', 'overridden') THEN f.received_at
      ELSE COALESCE(m.received_at, f.received_at) END AS received_at,
    COALESCE(f.origin, 'outside') AS origin,
    COALESCE(f.acknowledged, FALSE) AS acknowledged,
    f.recommendation_id, f.recommended_at, f.account_segment, f.account_level, f.run_id,
    f.decision_id, f.decided_by_name
  FROM from_recommendations AS f
  FULL OUTER JOIN matched_assignments AS m ON m.recommendation_id = f.recommendation_id
)`;
}
