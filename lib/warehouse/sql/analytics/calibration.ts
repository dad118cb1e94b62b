import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { verdicts } from '@/lib/warehouse/sql/reviews';
import {
  amount,
  flag,
  optionalAmount,
  optionalText,
  timestampBind,
} from '@/lib/warehouse/sql/shared/columns';
import { dayOf, type LocalClock, localWeek } from '@/lib/warehouse/sql/shared/local-time';
import { inPeriod } from '@/lib/warehouse/sql/shared/scope';
import { type Spellings, spelled } from '@/lib/warehouse/sql/shared/spellings';
import { decisionsInEffect } from '@/lib/warehouse/sql/shared/state';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';

export const decidedVerbs = ['accept', 'override', 'reject'] as const;
export type DecidedVerb = (typeof decidedVerbs)[number];

const countRow = z
  .object({
    is_current: flag,
    week: optionalAmount,
    verb: z.enum(decidedVerbs),
    verdict: z.enum(verdicts).nullable(),
    model: optionalText,
    prompt_version: optionalAmount,
    blind: flag,
    late: flag,
    decisions: amount,
    suggested: amount,
    to_suggestion: amount,
    flagged: amount,
    timed: amount,
    fast: amount,
  })
  .transform((row) => ({
    /** Whether it was decided in the period itself, rather than in the one before. */
    isCurrent: row.is_current,
    /** The Monday of the local week of the decision, `YYYY-MM-DD`; null before the period. */
    week: row.week === null ? null : dayOf(row.week),
    verb: row.verb,
    /** Null if there was no review at the time of the decision. */
    verdict: row.verdict,
    model: row.model,
    promptVersion: row.prompt_version,
    /** Whether the verdict was hidden when the decision was made. */
    blind: row.blind,
    /** Whether the review came after the decision. */
    late: row.late,
    decisions: row.decisions,
    /** Decisions with a suggested CSM, and those that chose that CSM. */
    suggested: row.suggested,
    toSuggestion: row.to_suggestion,
    /** Decisions with a warning; those with a known dwell time; those with a very short one. */
    flagged: row.flagged,
    timed: row.timed,
    fast: row.fast,
  }));
export type CalibrationCount = z.infer<typeof countRow>;

/** The decisions of a period, to compare with Claude's verdicts. */
export interface CalibrationScope {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  /** The viewer's time zone over the period. */
  readonly clock: LocalClock;
  /** A warning seen for less time counts as decided very fast. */
  readonly fastBelowMs: number;
  readonly spellings: Spellings;
}

/**
 * Counts of the decisions in effect of a period and of the one before, by the newest verdict at the time
 * of each.
 * @param previousFrom the start of the period before
 */
export function calibrationCounts(
  scope: CalibrationScope,
  previousFrom: Date,
): Query<CalibrationCount> {
  return reportQuery({
    name: 'calibration.counts',
    tables: ['decisions', 'reviews'],
    row: countRow,
    sql: sql`WITH ${reviewedDecisionCtes({ ...scope, from: previousFrom })},
in_periods AS (
  SELECT r.*, r.decided_at >= ${timestampBind(scope.from)} AS is_current,
    CASE WHEN r.decided_at >= ${timestampBind(scope.from)} THEN r.decided_week END AS week
  FROM reviewed AS r
)
SELECT is_current, week, verb, verdict, model, prompt_version, blind, late,
  COUNT(*) AS decisions,
  SUM(CASE WHEN suggested_csm IS NOT NULL THEN 1 ELSE 0 END) AS suggested,
  SUM(CASE WHEN to_suggestion THEN 1 ELSE 0 END) AS to_suggestion,
  SUM(CASE WHEN flagged THEN 1 ELSE 0 END) AS flagged,
  SUM(CASE WHEN flagged AND seen_ms IS NOT NULL THEN 1 ELSE 0 END) AS timed,
  SUM(CASE WHEN fast THEN 1 ELSE 0 END) AS fast
FROM in_periods
GROUP BY is_current, week, verb, verdict, model, prompt_version, blind, late
ORDER BY week, model, prompt_version, blind, late, verdict, verb`,
  });
}

/**
 * Common table expressions that end in `reviewed`: each decision in effect of a period once, with the
 * newest verdict at its time. A hidden verdict is blind until the recommendation is first decided: after
 * an undo, people know it.
 */
export function reviewedDecisionCtes(scope: CalibrationScope): Sql {
  return sql`decided AS (
  ${decisionsInEffect(
    sql`d.decision_id, d.recommendation_id, d.account_id, d.verb,
      ${spelled(raw('d.recommended_csm'), scope.spellings)} AS recommended_csm,
      ${spelled(raw('d.csm_name'), scope.spellings)} AS csm_name, d.reason, d.note, d.decided_by_name,
      d.set_aside, d.seen_ms, d.decided_at`,
    inPeriod(raw('d.decided_at'), scope),
  )}
),
with_reviews AS (
  SELECT d.*, w.verdict, ${spelled(raw('w.suggested_csm'), scope.spellings)} AS suggested_csm, w.model,
    w.prompt_version, w.hidden, w.reviewed_at, COALESCE(w.reviewed_at <= d.decided_at, FALSE) AS in_time
  FROM decided AS d
  LEFT JOIN ${t.reviews} AS w ON w.recommendation_id = d.recommendation_id
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY d.decision_id
    ORDER BY CASE WHEN w.reviewed_at <= d.decided_at THEN 0 ELSE 1 END, w.reviewed_at DESC,
      w.review_id DESC
  ) = 1
),
undone AS (
  SELECT recommendation_id, MAX(decided_at) AS undone_at
  FROM ${t.decisions}
  WHERE verb = 'undo'
  GROUP BY recommendation_id
),
classified AS (
  SELECT b.decision_id, b.recommendation_id, b.account_id, b.verb, b.recommended_csm, b.csm_name,
    b.reason, b.note, b.decided_by_name, b.set_aside, b.seen_ms, b.decided_at,
    ${localWeek(raw('b.decided_at'), scope.clock)} AS decided_week,
    CASE WHEN b.in_time THEN b.verdict END AS verdict,
    CASE WHEN b.in_time THEN b.suggested_csm END AS suggested_csm,
    CASE WHEN b.in_time THEN b.model END AS model,
    CASE WHEN b.in_time THEN b.prompt_version END AS prompt_version,
    b.in_time AND b.hidden AND COALESCE(u.undone_at <= b.reviewed_at, TRUE) AS blind,
    b.reviewed_at IS NOT NULL AND NOT b.in_time AS late
  FROM with_reviews AS b
  LEFT JOIN undone AS u ON u.recommendation_id = b.recommendation_id
),
with_warnings AS (
  SELECT c.*,
    c.set_aside IS NOT NULL OR (NOT c.blind AND COALESCE(c.verdict, 'approve') <> 'approve')
      AS flagged
  FROM classified AS c
),
reviewed AS (
  SELECT f.*, COALESCE(f.csm_name = f.suggested_csm, FALSE) AS to_suggestion,
    f.flagged AND COALESCE(f.seen_ms < ${scope.fastBelowMs}, FALSE) AS fast
  FROM with_warnings AS f
)`;
}
