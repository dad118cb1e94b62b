import sql, { raw, type Sql } from 'sql-template-tag';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { accountsDeduped } from '@/lib/warehouse/sql/shared/dedupe';
import type { PolicyLimits } from '@/lib/warehouse/sql/shared/policy-limits';
import { filtersByClass, inClasses, type Scope } from '@/lib/warehouse/sql/shared/scope';
import { decisionsInEffect, hoursBefore } from '@/lib/warehouse/sql/shared/state';
import { t } from '@/lib/warehouse/tables';

/** How a CSM came to an account. */
export const receiptOrigins = ['accepted', 'overridden', 'elsewhere', 'outside'] as const;
/**
 * Accepted or given by an override, both decided in this program; accepted by another program; or
 * assigned without an accepted recommendation.
 */
export type ReceiptOrigin = (typeof receiptOrigins)[number];

/** How long before a time another program's recommendation may have been made that is approved in it. */
const MAX_APPROVAL_HOURS = 24 * 7;

const HOUR_MS = 3_600_000;

const joinUnexplainedAccounts = sql`
  LEFT JOIN (
    ${accountsDeduped(sql`account_id IN (SELECT account_id FROM loose)`, raw('accounts'))}
  ) AS a ON a.account_id = l.account_id`;

/** The moment so many hours before a column's. */
function hoursBeforeColumn(column: Sql, hours: number): Sql {
  return sql`DATEADD('millisecond', ${0 - Math.round(hours * HOUR_MS)}, ${column})`;
}

/**
 * Common table expressions that end in `told`: who received which account when and how, from the
 * cooling period before a moment on. `given` tells of each what is known of its recommendation and
 * decision.
 *
 * A decision of ours that stands is a receipt at the time it was made, which `decide` writes as the
 * assignment's date too. Another program's accepted recommendation is one at its own time. An
 * assignment belongs to the newest of these of its account where that is the same CSM's, and then
 * tells when the other program's was approved; otherwise it is a receipt by itself. `suits` tells
 * whether an account is of the scope's classes; where there are any, `accounts` comes before, the
 * rows of the accounts view.
 */
export function receiptOriginCtes(
  from: Date,
  { coolingHours }: Pick<PolicyLimits, 'coolingHours'>,
  scope: Pick<Scope, 'segments' | 'levels'>,
): Sql {
  const since = timestampBind(hoursBefore(from, coolingHours));
  const recommended = timestampBind(hoursBefore(from, coolingHours + MAX_APPROVAL_HOURS));
  return sql`decided AS (
  ${decisionsInEffect(
    sql`d.decision_id, d.recommendation_id, d.account_id, d.csm_name, d.verb, d.decided_at,
    d.decided_by_name, d.reason, d.note,
    COALESCE(CONTAINS(' ' || d.set_aside || ' ', ' cooling '), FALSE) AS aside`,
    sql`d.verb IN ('accept', 'override') AND d.decided_at >= ${since}`,
  )}
),
given AS (
  SELECT d.csm_name, r.account_id, d.decided_at AS received_at,
    CASE d.verb WHEN 'accept' THEN 'accepted' ELSE 'overridden' END AS way,
    r.recommendation_id, r.recommendation_timestamp AS recommended_at, r.account_segment,
    r.account_level, r.run_id, d.aside, d.decided_by_name, d.decided_at, d.reason, d.note
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
    AND r.recommendation_timestamp >= ${recommended} AND d.decision_id IS NULL
),
loose AS (
  SELECT a.account_id, a.csm_name, a.assignment_date AS received_at
  FROM ${t.assignments} AS a
  LEFT JOIN decided AS d
    ON d.account_id = a.account_id AND d.csm_name = a.csm_name AND d.decided_at = a.assignment_date
  WHERE a.assignment_date >= ${since} AND a.csm_name IS NOT NULL AND d.decision_id IS NULL
),
approved AS (
  SELECT l.account_id, l.csm_name, l.received_at, g.recommendation_id, g.way,
    g.csm_name AS given_to
  FROM loose AS l
  JOIN given AS g ON g.account_id = l.account_id AND g.received_at <= l.received_at
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY l.account_id, l.csm_name, l.received_at
    ORDER BY g.received_at DESC, CASE WHEN g.csm_name = l.csm_name THEN 0 ELSE 1 END,
      g.recommendation_id DESC
  ) = 1
),
told AS (
  SELECT g.csm_name, g.account_id, COALESCE(p.received_at, g.received_at) AS received_at, g.way,
    g.recommendation_id, g.aside,
    ${inClasses(scope, { segment: raw('g.account_segment'), level: raw('g.account_level') })} AS suits
  FROM given AS g
  LEFT JOIN approved AS p ON p.recommendation_id = g.recommendation_id
    AND p.given_to = p.csm_name AND p.way = 'elsewhere'
  UNION ALL
  SELECT l.csm_name, l.account_id, l.received_at, 'outside', NULL, FALSE,
    ${inClasses(scope, { segment: raw('a.account_segment'), level: raw('a.account_level') })}
  FROM loose AS l${filtersByClass(scope) ? joinUnexplainedAccounts : raw('')}
  LEFT JOIN approved AS p ON p.account_id = l.account_id AND p.csm_name = l.csm_name
    AND p.received_at = l.received_at AND p.given_to = p.csm_name
  WHERE p.account_id IS NULL
)`;
}

/**
 * The common table expressions `told` and `receipts`: each receipt with the one before it of the same
 * CSM where that was within the cooling period. An account that a CSM receives twice in a row within
 * the cooling period counts once.
 */
export function receiptCtes(
  from: Date,
  { coolingHours }: Pick<PolicyLimits, 'coolingHours'>,
  scope: Pick<Scope, 'segments' | 'levels'>,
): Sql {
  const order = raw('(PARTITION BY csm_name ORDER BY received_at, account_id NULLS FIRST)');
  return sql`${receiptOriginCtes(from, { coolingHours }, scope)},
in_turn AS (
  SELECT told.*,
    LAG(received_at) OVER ${order} AS last_at,
    LAG(account_id) OVER ${order} AS last_account
  FROM told
  WHERE received_at >= ${timestampBind(hoursBefore(from, coolingHours))}
),
receipts AS (
  SELECT i.*,
    COALESCE(i.last_at > ${hoursBeforeColumn(raw('i.received_at'), coolingHours)}, FALSE) AS hasty
  FROM in_turn AS i
  WHERE NOT COALESCE(
    i.last_account = i.account_id AND i.last_at > ${hoursBeforeColumn(raw('i.received_at'), coolingHours)},
    FALSE
  )
)`;
}
