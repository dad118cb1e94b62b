import sql, { raw, type Sql } from 'sql-template-tag';
import { t } from '@/lib/warehouse/tables';
import { isNotPlaceholder } from './comparable-name';
import { isRevisedFeedback } from './earlier-program';

// The states of a recommendation, and the only SQL that derives them. docs/decisions/0002 says why
// no column stores them.

export const recommendationStates = [
  'pending',
  'accepted',
  'overridden',
  'rejected',
  'superseded',
] as const;
export type RecommendationState = (typeof recommendationStates)[number];

/** Condition on a recommendation `r`: it names a CSM, not a placeholder. */
const namesCsm: Sql = raw(isNotPlaceholder('LOWER(TRIM(r.recommended_csm))'));

/** Condition on a recommendation `r`: it names an account, a CSM, and a time. */
export const isValidRecommendation: Sql = sql`r.account_id IS NOT NULL
  AND ${namesCsm}
  AND r.recommendation_timestamp IS NOT NULL`;

/**
 * Condition on a recommendation `r`: it names a CSM and a time. DuckDB uses the index on the account only if
 * no other condition can be checked during the scan, which NOT and OR prevent.
 */
export const isValidByIndex: Sql = sql`NOT (NOT ${namesCsm} OR r.recommendation_timestamp IS NULL)`;

/**
 * Condition on a recommendation: it is neither accepted nor overridden. It may still be rejected or
 * superseded.
 * @param row the alias of the recommendation; empty for columns without one
 */
export function isUnassigned(row = 'r'): Sql {
  const column = (name: string) => raw(row ? `${row}.${name}` : name);
  return sql`COALESCE(${column('was_assigned')}, FALSE) = FALSE
  AND ${column('actual_assigned_csm')} IS NULL`;
}

/**
 * SELECT of the decisions in effect: neither an undo nor undone.
 * @param columns columns of a decision `d`
 * @param scope condition on `d`
 * @param decisions the decisions to read, if the statement has already selected some
 * @param undos the decisions to find undos in; an undo has the same account as what it undoes
 */
export function decisionsInEffect(
  columns: Sql,
  scope: Sql,
  decisions: Sql = t.decisions,
  undos: Sql = t.decisions,
): Sql {
  return sql`SELECT ${columns}
  FROM ${decisions} AS d
  LEFT JOIN (SELECT w.undoes FROM ${undos} AS w WHERE w.undoes IS NOT NULL) AS u
    ON u.undoes = d.decision_id
  WHERE d.verb <> 'undo' AND u.undoes IS NULL AND ${scope}`;
}

/** Like `decisionsInEffect`, with the newest decision on each recommendation only. */
export function currentDecisions(columns: Sql, scope: Sql, decisions?: Sql, undos?: Sql): Sql {
  return sql`${decisionsInEffect(columns, scope, decisions, undos)}
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY d.recommendation_id ORDER BY d.decided_at DESC, d.decision_id DESC
  ) = 1`;
}

/** SELECT of the newest assignment of each account; `scope` is a condition on an assignment. */
export function lastAssigned(scope: Sql): Sql {
  return sql`SELECT account_id, MAX(assignment_date) AS assigned_at
  FROM ${t.assignments}
  WHERE ${scope}
  GROUP BY account_id`;
}

/** Condition on a recommendation `r`: it is valid and unassigned, also by the earlier program. */
// As one NOT, because DuckDB only uses an index on the account if no other filter is a simple one.
const isUndecided: Sql = sql`NOT (COALESCE(r.was_assigned, FALSE)
    OR r.actual_assigned_csm IS NOT NULL
    OR r.account_id IS NULL
    OR NOT ${namesCsm}
    OR r.recommendation_timestamp IS NULL
    OR ${isRevisedFeedback(raw('r.llm_feedback'))})`;

/**
 * SELECT of the newest unassigned recommendation of each account, which supersedes the older ones even
 * if it is rejected. An assigned one supersedes them by its assignment.
 * @param scope condition on a recommendation `r`
 * @param recommendations the recommendations to read, if the statement has already selected some
 */
export function newestUnassigned(scope: Sql, recommendations: Sql = t.recommendations): Sql {
  return sql`SELECT r.account_id, r.recommendation_id, r.recommended_csm, r.recommendation_timestamp
  FROM ${recommendations} AS r
  WHERE ${isUndecided} AND ${scope}
  QUALIFY ROW_NUMBER() OVER (${newestFirst}) = 1`;
}

const newestFirst: Sql = sql`
    PARTITION BY r.account_id ORDER BY r.recommendation_timestamp DESC, r.recommendation_id DESC
  `;

/**
 * The state of a recommendation.
 * @param row the alias of the recommendation, with its feedback
 * @param verb the verb of the decision in effect, NULL if there is none
 * @param ofAccount whether to consider what happened to the account: its newest assignment `x`
 * (`lastAssigned`) and newest unassigned recommendation `y` (`newestUnassigned`). Otherwise, a
 * recommendation is only superseded if the earlier program reassigned the account
 */
export function recommendationState({
  row = 's',
  verb = 'd.verb',
  ofAccount = true,
}: {
  readonly row?: string;
  readonly verb?: string;
  readonly ofAccount?: boolean;
} = {}): Sql {
  const superseded = ofAccount
    ? raw(`
      WHEN x.assigned_at >= ${row}.recommendation_timestamp THEN 'superseded'
      WHEN y.recommendation_timestamp > ${row}.recommendation_timestamp
        OR (y.recommendation_timestamp = ${row}.recommendation_timestamp
          AND y.recommendation_id > ${row}.recommendation_id) THEN 'superseded'`)
    : raw('');
  return sql`CASE
      WHEN COALESCE(${raw(row)}.was_assigned, FALSE) THEN 'accepted'
      WHEN ${raw(row)}.actual_assigned_csm IS NOT NULL THEN 'overridden'
      WHEN ${raw(verb)} = 'reject' THEN 'rejected'${superseded}
      WHEN ${isRevisedFeedback(raw(`${row}.llm_feedback`))} THEN 'superseded'
      ELSE 'pending' END`;
}

/**
 * Common table expressions that end in `pending`, the recommendations whose state is pending. They
 * narrow the rows in steps instead of computing every state, which takes a fraction of the time.
 * @param ofAccounts condition on an `account_id`, to find those of some accounts only
 */
export function pendingCtes(ofAccounts: Sql = raw('TRUE')): Sql {
  return sql`undecided AS (
  SELECT r.*
  FROM ${t.recommendations} AS r
  WHERE ${isUnassigned()}
    AND ${isValidRecommendation}
    AND NOT ${isRevisedFeedback(raw('r.llm_feedback'))}
    AND ${ofAccounts}
),
assigned AS (
  ${lastAssigned(ofAccounts)}
),
not_superseded AS (
  SELECT r.*
  FROM undecided AS r
  LEFT JOIN assigned AS x
    ON x.account_id = r.account_id AND x.assigned_at >= r.recommendation_timestamp
  WHERE x.account_id IS NULL
),
newest_of_account AS (
  SELECT r.* FROM not_superseded AS r QUALIFY RANK() OVER (${newestFirst}) = 1
),
rejected AS (
  ${decisionsInEffect(
    sql`d.recommendation_id`,
    sql`d.verb = 'reject' AND d.recommendation_id IN (SELECT recommendation_id FROM newest_of_account)`,
  )}
),
pending AS (
  SELECT r.*
  FROM newest_of_account AS r
  LEFT JOIN rejected AS d ON d.recommendation_id = r.recommendation_id
  WHERE d.recommendation_id IS NULL
)`;
}
