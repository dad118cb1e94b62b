import sql, { raw, type Sql } from 'sql-template-tag';
import { at } from './fields';
import { type LocalClock, localHour, localWeek } from './local-time';
import { recommendedWithin, type Scope } from './scope';
import { standingDecisions } from './standing';
import { t } from './tables';

/** What became of a recommendation; one without an account or a CSM is nothing to decide. */
export const outcomes = [
  'accepted',
  'overridden',
  'rejected',
  'pending',
  'superseded',
  'incomplete',
] as const;
export type RecommendationOutcome = (typeof outcomes)[number];

/** The recommendations to judge, and the reader's clock from the first of them until now. */
export type JudgedScope = Scope & { readonly clock: LocalClock };

// A server's clock may be behind that of whoever wrote the recommendation.
const slack = 86_400_000;

// Kept back as long as nobody decided: whoever undoes has seen it, and llm_feedback says so.
const shown = sql`NOT (COALESCE(n.hidden, FALSE) AND s.unsaid
      AND s.outcome IN ('pending', 'incomplete'))`;

/**
 * Common table expressions that end in `judged`: each recommendation of a scope once, with its
 * outcome, when it was decided where a decision of ours says so, and the newest verdict that was
 * there by then. A verdict that is still kept back is none.
 */
export function judgedTables(scope: JudgedScope): Sql {
  const since = at(new Date(scope.from.getTime() - slack));
  const { clock } = scope;
  // Only what nobody decided is looked up among the assignments: nothing else can be superseded.
  return sql`scoped AS (
  SELECT
    r.recommendation_id, r.account_id, r.recommended_csm, r.actual_assigned_csm AS given_csm,
    r.recommendation_timestamp AS recommended_at, r.assignment_method AS method,
    r.account_segment AS segment, r.account_level AS level, r.optimization_score AS score,
    COALESCE(r.was_assigned, FALSE) AS accepted,
    NULLIF(TRIM(r.llm_feedback), '') IS NULL AS unsaid
  FROM ${t.recommendations} AS r
  WHERE ${recommendedWithin(scope)}
),
standing AS (
  ${standingDecisions(
    sql`d.recommendation_id, d.verb, MAX(d.decided_at) AS decided_at, MAX(d.reason) AS reason`,
    sql`d.decided_at >= ${since}`,
  )}
  GROUP BY d.recommendation_id, d.verb
),
last_assigned AS (
  SELECT account_id, MAX(assignment_date) AS assigned_at
  FROM ${t.assignments}
  WHERE assignment_date >= ${at(scope.from)}
  GROUP BY account_id
),
settled AS (
  SELECT
    s.*,
    CASE
      WHEN s.accepted THEN 'accepted'
      WHEN s.given_csm IS NOT NULL THEN 'overridden'
      WHEN d.verb = 'reject' THEN 'rejected'
      WHEN s.account_id IS NULL OR s.recommended_csm IS NULL THEN 'incomplete'
      WHEN x.assigned_at >= s.recommended_at THEN 'superseded'
      ELSE 'pending' END AS outcome,
    (s.accepted OR s.given_csm IS NOT NULL) AND d.verb IS NULL AS elsewhere,
    d.decided_at,
    d.reason
  FROM scoped AS s
  LEFT JOIN standing AS d
    ON d.recommendation_id = s.recommendation_id
    AND d.verb = CASE
      WHEN s.accepted THEN 'accept'
      WHEN s.given_csm IS NOT NULL THEN 'override'
      ELSE 'reject' END
  LEFT JOIN last_assigned AS x
    ON x.account_id = CASE WHEN NOT s.accepted AND s.given_csm IS NULL THEN s.account_id END
),
said AS (
  SELECT w.recommendation_id, w.verdict, w.suggested_csm, w.hidden
  FROM ${t.reviews} AS w
  JOIN settled AS s ON s.recommendation_id = w.recommendation_id
  WHERE w.reviewed_at >= ${since} AND (s.decided_at IS NULL OR w.reviewed_at <= s.decided_at)
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY w.recommendation_id ORDER BY w.reviewed_at DESC, w.review_id DESC
  ) = 1
),
judged AS (
  SELECT
    s.*,
    CASE WHEN ${shown} THEN n.verdict END AS verdict,
    COALESCE(s.given_csm = n.suggested_csm, FALSE) AS to_suggestion,
    CASE WHEN s.score BETWEEN 0 AND 100 THEN LEAST(FLOOR(s.score / 20), 4) END AS band,
    ${localWeek(raw('s.recommended_at'), clock)} AS week,
    ${localWeek(raw('s.decided_at'), clock)} AS decided_week,
    ${localHour(raw('s.decided_at'), clock)} AS decided_hour,
    CASE
      WHEN s.decided_at > s.recommended_at
        THEN DATEDIFF('millisecond', s.recommended_at, s.decided_at)
      WHEN s.decided_at IS NOT NULL THEN 0 END AS took_ms
  FROM settled AS s
  LEFT JOIN said AS n ON n.recommendation_id = s.recommendation_id
)`;
}
