import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { DAY_MS } from '@/lib/time';
import { batchQuery, columnAs } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import { isEarlierReassignment } from '@/lib/warehouse/sql/shared/earlier-program';
import { type LocalClock, localHour, localWeek } from '@/lib/warehouse/sql/shared/local-time';
import { recommendedInScope, type Scope } from '@/lib/warehouse/sql/shared/scope';
import { spelled } from '@/lib/warehouse/sql/shared/spellings';
import {
  decisionsInEffect,
  lastAssigned,
  newestUnassigned,
  recommendationState,
} from '@/lib/warehouse/sql/shared/state';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';

/** `incomplete`: without an account or a CSM, so it cannot be decided. */
export const recommendationOutcomes = [
  'accepted',
  'overridden',
  'rejected',
  'pending',
  'superseded',
  'incomplete',
] as const;
export type RecommendationOutcome = (typeof recommendationOutcomes)[number];

/** Whether the recommendation was made in the period itself, rather than in the one before. */
const isCurrent = columnAs.flag(raw('is_current'));

const figures = batchQuery({
  /** The guide's "Assignment Success Rate", on its own 30 days. */
  guide: {
    columns: {
      method: columnAs.exactText(raw('assignment_method')),
      total: columnAs.number(raw('COUNT(*)')),
      accepted: columnAs.number(raw('SUM(CASE WHEN was_assigned = TRUE THEN 1 ELSE 0 END)')),
      percentAccepted: columnAs.number(
        raw(
          'ROUND(100.0 * SUM(CASE WHEN was_assigned = TRUE THEN 1 ELSE 0 END) / NULLIF(COUNT(*), 0), 2)',
        ),
      ),
    },
    from: raw('FROM guide_rows GROUP BY assignment_method'),
  },
  /** Recommendation counts by everything the charts group by, except the CSM. */
  groups: {
    columns: {
      /** Unchanged: the guide distinguishes an empty method from a missing one. */
      method: columnAs.exactText(raw('method')),
      week: columnAs.day(raw('week')),
      segment: columnAs.optionalText(raw('segment')),
      level: columnAs.optionalText(raw('level')),
      band: columnAs.optionalNumber(raw('band')),
      verdict: columnAs.optionalText(raw('verdict')),
      outcome: columnAs.oneOf(recommendationOutcomes)(raw('outcome')),
      external: columnAs.flag(raw('external')),
      toSuggestion: columnAs.flag(raw('to_suggestion')),
      reason: columnAs.optionalText(raw('reason')),
      isCurrent,
      count: columnAs.number(raw('n')),
      /** Acceptance rate of the method in percent, with two decimals. */
      // The guide's expression, so that both round the same way on either engine.
      percentAccepted: columnAs.number(
        sql`ROUND(100.0 * SUM(CASE WHEN outcome = 'accepted' THEN n ELSE 0 END) OVER (PARTITION BY method, is_current)
    / NULLIF(SUM(n) OVER (PARTITION BY method, is_current), 0), 2)`,
      ),
    },
    from: raw('FROM outcome_groups'),
  },
  byCsm: {
    columns: {
      csm: columnAs.optionalText(raw('recommended_csm')),
      outcome: columnAs.oneOf(recommendationOutcomes)(raw('outcome')),
      /** Who received the account after an override. */
      givenCsm: columnAs.optionalText(raw('given_csm')),
      isCurrent,
      count: columnAs.number(raw('COUNT(*)')),
    },
    from: sql`FROM (
  SELECT
    recommended_csm, outcome, CASE WHEN outcome = 'overridden' THEN given_csm END AS given_csm,
    is_current
  FROM outcomes
  WHERE NOT ${isEarlierReassignment(raw('method'))}
) AS o
GROUP BY recommended_csm, outcome, given_csm, is_current`,
  },
  /** Milliseconds from recommendation to decision: by week, by hour, and overall. */
  times: {
    columns: {
      isCurrent,
      week: columnAs.optionalDay(raw('week')),
      hour: columnAs.optionalNumber(raw('hour')),
      timed: columnAs.number(raw('COUNT(*)')),
      medianMs: columnAs.number(raw('ROUND(MEDIAN(took_ms))')),
      ninetiethMs: columnAs.number(
        raw('ROUND(PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY took_ms))'),
      ),
    },
    from: sql`FROM (
  SELECT
    CASE WHEN k.kind = 'week' THEN o.decided_week END AS week,
    CASE WHEN k.kind = 'hour' THEN o.decided_hour END AS hour,
    o.took_ms, o.is_current
  FROM outcomes AS o
  CROSS JOIN (SELECT 'week' AS kind UNION ALL SELECT 'hour' UNION ALL SELECT 'all') AS k
  WHERE o.took_ms IS NOT NULL AND (o.is_current OR k.kind = 'all')
) AS o
GROUP BY week, hour, is_current`,
  },
});
export type AcceptanceFigure = z.infer<typeof figures.row>;

/**
 * Outcomes of the recommendations in a scope: counts by method, local week, class, score band,
 * Claude's verdict, outcome, and reason; counts per CSM, with who received overridden accounts; and
 * times to decision by local week and hour. The earlier program's reassignments only count by
 * method. Each question reads `outcomes` once, because Snowflake computes it for every reader.
 * @param guideFrom the start of the guide's 30 days
 */
export function acceptanceFigures(
  scope: AcceptanceScope,
  guideFrom: Date,
): Query<AcceptanceFigure> {
  return reportQuery({
    name: 'acceptance.figures',
    tables: ['recommendations', 'assignments', 'decisions', 'reviews'],
    row: figures.row,
    sql: sql`WITH ${outcomeCtes(scope)},
outcome_groups AS (
  SELECT
    method, week, segment, level, band, verdict, outcome, external, to_suggestion, reason, is_current,
    COUNT(*) AS n
  FROM outcomes
  GROUP BY
    method, week, segment, level, band, verdict, outcome, external, to_suggestion, reason, is_current
),
guide_rows AS (
  SELECT assignment_method, was_assigned
  FROM ${t.recommendations}
  WHERE recommendation_timestamp >= ${timestampBind(guideFrom)}
)
${figures.select}`,
  });
}

/** A scope, with the viewer's time zone from its earliest start until now. */
export type AcceptanceScope = Scope & {
  readonly clock: LocalClock;
  /** The start of the period before, if that is included for comparison. */
  readonly previousFrom?: Date;
};

/** Allows for a server's clock that is behind that of the recommendation's writer. */
const CLOCK_SKEW_MS = DAY_MS;

// A blind verdict stays hidden until the first decision. An undo writes llm_feedback, so it shows.
const verdictIsVisible = sql`NOT (COALESCE(v.hidden, FALSE) AND s.has_no_feedback
      AND s.outcome IN ('pending', 'incomplete'))`;

/**
 * Common table expressions that end in `outcomes`: each recommendation of a scope once, with its
 * outcome, the decision time if it was decided in the app, and the newest verdict at that time.
 * A verdict that is still hidden is NULL.
 */
export function outcomeCtes(scope: AcceptanceScope): Sql {
  const { clock, spellings } = scope;
  const from = scope.previousFrom ?? scope.from;
  const since = timestampBind(new Date(from.getTime() - CLOCK_SKEW_MS));
  // Only undecided recommendations can be superseded, so only they are joined with what does it.
  return sql`scoped AS (
  SELECT
    r.recommendation_id, r.account_id, ${spelled(raw('r.recommended_csm'), spellings)} AS recommended_csm,
    ${spelled(raw('r.actual_assigned_csm'), spellings)} AS given_csm,
    r.recommendation_timestamp AS recommended_at, r.assignment_method AS method,
    r.account_segment AS segment, r.account_level AS level, r.optimization_score AS score,
    r.was_assigned, r.actual_assigned_csm, r.recommendation_timestamp, r.llm_feedback,
    COALESCE(r.was_assigned, FALSE) AS accepted,
    NULLIF(TRIM(r.llm_feedback), '') IS NULL AS has_no_feedback
  FROM ${t.recommendations} AS r
  WHERE ${recommendedInScope({ ...scope, from })}
),
current_decisions AS (
  ${decisionsInEffect(
    sql`d.recommendation_id, d.verb, MAX(d.decided_at) AS decided_at, MAX(d.reason) AS reason`,
    sql`d.decided_at >= ${since}`,
  )}
  GROUP BY d.recommendation_id, d.verb
),
last_assigned AS (
  ${lastAssigned(sql`assignment_date >= ${timestampBind(from)}`)}
),
newest_unassigned AS (
  ${newestUnassigned(sql`r.recommendation_timestamp >= ${timestampBind(from)}`)}
),
with_decisions AS (
  SELECT
    s.*,
    CASE
      WHEN (s.account_id IS NULL OR s.recommended_csm IS NULL)
        AND ${recommendationState({ ofAccount: false })} = 'pending' THEN 'incomplete'
      ELSE ${recommendationState()} END AS outcome,
    (s.accepted OR s.given_csm IS NOT NULL) AND d.verb IS NULL AS external,
    d.decided_at,
    d.reason
  FROM scoped AS s
  LEFT JOIN current_decisions AS d
    ON d.recommendation_id = s.recommendation_id
    AND d.verb = CASE
      WHEN s.accepted THEN 'accept'
      WHEN s.given_csm IS NOT NULL THEN 'override'
      ELSE 'reject' END
  LEFT JOIN last_assigned AS x
    ON x.account_id = CASE WHEN NOT s.accepted AND s.given_csm IS NULL THEN s.account_id END
  LEFT JOIN newest_unassigned AS y
    ON y.account_id = CASE WHEN NOT s.accepted AND s.given_csm IS NULL THEN s.account_id END
),
verdicts AS (
  SELECT w.recommendation_id, w.verdict, ${spelled(raw('w.suggested_csm'), spellings)} AS suggested_csm,
    w.hidden
  FROM ${t.reviews} AS w
  JOIN with_decisions AS s ON s.recommendation_id = w.recommendation_id
  WHERE w.reviewed_at >= ${since} AND (s.decided_at IS NULL OR w.reviewed_at <= s.decided_at)
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY w.recommendation_id ORDER BY w.reviewed_at DESC, w.review_id DESC
  ) = 1
),
outcomes AS (
  SELECT
    s.*,
    CASE WHEN ${verdictIsVisible} THEN v.verdict END AS verdict,
    COALESCE(s.given_csm = v.suggested_csm, FALSE) AS to_suggestion,
    CASE WHEN s.score BETWEEN 0 AND 80 THEN FLOOR(s.score / 20)
      WHEN s.score BETWEEN 80 AND 100 THEN 4 END AS band,
    s.recommended_at >= ${timestampBind(scope.from)} AS is_current,
    ${localWeek(raw('s.recommended_at'), clock)} AS week,
    ${localWeek(raw('s.decided_at'), clock)} AS decided_week,
    ${localHour(raw('s.decided_at'), clock)} AS decided_hour,
    CASE
      WHEN s.decided_at > s.recommended_at
        THEN DATEDIFF('millisecond', s.recommended_at, s.decided_at)
      WHEN s.decided_at IS NOT NULL THEN 0 END AS took_ms
  FROM with_decisions AS s
  LEFT JOIN verdicts AS v ON v.recommendation_id = s.recommendation_id
)`;
}
