import sql, { join, raw, type Sql } from 'sql-template-tag';
import { HOUR_MS, hoursBefore } from '@/lib/time';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { accountsDeduped } from '@/lib/warehouse/sql/shared/dedupe';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import { filtersByClass, inClasses, type Scope } from '@/lib/warehouse/sql/shared/scope';
import { decisionsInEffect } from '@/lib/warehouse/sql/shared/state';
import { t } from '@/lib/warehouse/tables';

/** How a CSM received an account. */
export const receiptOrigins = ['accepted', 'overridden', 'elsewhere', 'outside'] as const;
/**
 * `accepted` and `overridden` were decided in this app, `elsewhere` was accepted in another program,
 * and `outside` is an assignment without an accepted recommendation.
 */
export type ReceiptOrigin = (typeof receiptOrigins)[number];

/** How much older than the approving assignment another program's recommendation may be. */
const MAX_APPROVAL_HOURS = 24 * 7;

const joinAccountsOfOtherAssignments = sql`
  LEFT JOIN (
    ${accountsDeduped(sql`account_id IN (SELECT account_id FROM other_assignments)`, raw('accounts'))}
  ) AS a ON a.account_id = o.account_id`;

function isAccountIn(column: string, accountIds: readonly string[] | undefined): Sql {
  if (!accountIds) return raw('TRUE');
  return accountIds.length === 0 ? raw('FALSE') : sql`${raw(column)} IN (${join([...accountIds])})`;
}

function hoursBeforeColumn(column: Sql, hours: number): Sql {
  return sql`DATEADD('millisecond', ${0 - Math.round(hours * HOUR_MS)}, ${column})`;
}

/**
 * Common table expressions that end in `all_receipts`: who received which account, when, and how,
 * starting one cooling period before `from`. `from_recommendations` adds the recommendation and
 * decision, where there is one. With a class filter, the CTE `accounts` (rows of the accounts view)
 * must come before; `in_classes` says whether an account matches the filter. With `accountIds`, only
 * receipts of these accounts are read.
 *
 * - A decision in effect is a receipt at the time of the decision, which is also the assignment date.
 * - A recommendation accepted in another program is a receipt at its own time.
 * - An assignment belongs to the newest of these for the same account if the CSM is the same, and
 *   then sets the time of another program's approval. Otherwise it is a receipt of its own.
 */
export function receiptOriginCtes(
  from: Date,
  { coolingHours }: Pick<PolicyLimits, 'coolingHours'>,
  scope: Pick<Scope, 'segments' | 'levels'> & { readonly accountIds?: readonly string[] },
): Sql {
  const since = timestampBind(hoursBefore(from, coolingHours));
  const isSelected = (column: string) => isAccountIn(column, scope.accountIds);
  const recommendedSince = timestampBind(hoursBefore(from, coolingHours + MAX_APPROVAL_HOURS));
  return sql`decided AS (
  ${decisionsInEffect(
    sql`d.decision_id, d.recommendation_id, d.account_id, d.csm_name, d.verb, d.decided_at,
    d.decided_by_name, d.reason, d.note,
    COALESCE(CONTAINS(' ' || d.set_aside || ' ', ' cooling '), FALSE) AS acknowledged`,
    sql`d.verb IN ('accept', 'override') AND d.decided_at >= ${since} AND ${isSelected('d.account_id')}`,
  )}
),
from_recommendations AS (
  SELECT d.csm_name, r.account_id, d.decided_at AS received_at,
    CASE d.verb WHEN 'accept' THEN 'accepted' ELSE 'overridden' END AS origin,
    r.recommendation_id, r.recommendation_timestamp AS recommended_at, r.account_segment,
    r.account_level, r.run_id, d.acknowledged, d.decided_by_name, d.decided_at, d.reason, d.note
  FROM decided AS d
  JOIN ${t.recommendations} AS r ON r.recommendation_id = d.recommendation_id
  WHERE CASE d.verb WHEN 'accept' THEN r.was_assigned AND r.recommended_csm = d.csm_name
    ELSE r.actual_assigned_csm = d.csm_name END
  UNION ALL
  SELECT r.recommended_csm, r.account_id, r.recommendation_timestamp, 'elsewhere',
    r.recommendation_id, r.recommendation_timestamp, r.account_segment, r.account_level, r.run_id,
    FALSE, NULL, NULL, NULL, NULL
  FROM ${t.recommendations} AS r
  LEFT JOIN decided AS d ON d.recommendation_id = r.recommendation_id
    AND d.verb = 'accept' AND d.csm_name = r.recommended_csm
  WHERE r.was_assigned = TRUE AND r.recommended_csm IS NOT NULL
    AND r.recommendation_timestamp >= ${recommendedSince} AND d.decision_id IS NULL
    AND ${isSelected('r.account_id')}
),
other_assignments AS (
  SELECT a.account_id, a.csm_name, a.assignment_date AS received_at
  FROM ${t.assignments} AS a
  LEFT JOIN decided AS d
    ON d.account_id = a.account_id AND d.csm_name = a.csm_name AND d.decided_at = a.assignment_date
  WHERE a.assignment_date >= ${since} AND a.csm_name IS NOT NULL AND d.decision_id IS NULL
    AND ${isSelected('a.account_id')}
),
matched_assignments AS (
  SELECT o.account_id, o.csm_name, o.received_at, f.recommendation_id, f.origin,
    f.csm_name AS recommended_to
  FROM other_assignments AS o
  JOIN from_recommendations AS f
    ON f.account_id = o.account_id AND f.received_at <= o.received_at
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY o.account_id, o.csm_name, o.received_at
    ORDER BY f.received_at DESC, CASE WHEN f.csm_name = o.csm_name THEN 0 ELSE 1 END,
      f.recommendation_id DESC
  ) = 1
),
all_receipts AS (
  SELECT f.csm_name, f.account_id, COALESCE(m.received_at, f.received_at) AS received_at, f.origin,
    f.recommendation_id, f.acknowledged,
    ${inClasses(scope, { segment: raw('f.account_segment'), level: raw('f.account_level') })} AS in_classes
  FROM from_recommendations AS f
  LEFT JOIN matched_assignments AS m ON m.recommendation_id = f.recommendation_id
    AND m.recommended_to = m.csm_name AND m.origin = 'elsewhere'
  UNION ALL
  SELECT o.csm_name, o.account_id, o.received_at, 'outside', NULL, FALSE,
    ${inClasses(scope, { segment: raw('a.account_segment'), level: raw('a.account_level') })}
  FROM other_assignments AS o${filtersByClass(scope) ? joinAccountsOfOtherAssignments : raw('')}
  LEFT JOIN matched_assignments AS m ON m.account_id = o.account_id AND m.csm_name = o.csm_name
    AND m.received_at = o.received_at AND m.recommended_to = m.csm_name
  WHERE m.account_id IS NULL
)`;
}

/**
 * The CTEs of `receiptOriginCtes`, followed by `receipts`: each receipt with the CSM's previous one,
 * and `too_soon` if that was within the cooling period. An account received twice in a row within
 * the cooling period counts once.
 */
export function receiptCtes(
  from: Date,
  { coolingHours }: Pick<PolicyLimits, 'coolingHours'>,
  scope: Pick<Scope, 'segments' | 'levels'>,
): Sql {
  const order = raw('(PARTITION BY csm_name ORDER BY received_at, account_id NULLS FIRST)');
  return sql`${receiptOriginCtes(from, { coolingHours }, scope)},
with_previous AS (
  SELECT all_receipts.*,
    LAG(received_at) OVER ${order} AS previous_at,
    LAG(account_id) OVER ${order} AS previous_account
  FROM all_receipts
  WHERE received_at >= ${timestampBind(hoursBefore(from, coolingHours))}
),
receipts AS (
  SELECT w.*,
    COALESCE(w.previous_at > ${hoursBeforeColumn(raw('w.received_at'), coolingHours)}, FALSE) AS too_soon
  FROM with_previous AS w
  WHERE NOT COALESCE(
    w.previous_account = w.account_id
      AND w.previous_at > ${hoursBeforeColumn(raw('w.received_at'), coolingHours)},
    FALSE
  )
)`;
}
