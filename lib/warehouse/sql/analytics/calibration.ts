import sql, { raw } from 'sql-template-tag';
import { z } from 'zod';
import { verdicts } from '@/lib/warehouse/sql/reviews';
import {
  amount,
  flag,
  optionalAmount,
  optionalText,
  timestampBind,
} from '@/lib/warehouse/sql/shared/columns';
import { type Spellings, spelled } from '@/lib/warehouse/sql/shared/spellings';
import { decisionsInEffect } from '@/lib/warehouse/sql/shared/state';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';

const countRow = z
  .object({
    week: amount,
    verb: z.enum(['accept', 'override', 'reject']),
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
    /** Weeks since `since`, starting at 0. */
    week: row.week,
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

/**
 * Counts of the decisions in effect since a Monday, by the newest verdict at the time of each. A
 * hidden verdict is blind until the recommendation is first decided: after an undo, people know it.
 * @param input.fastBelowMs dwell times below this count as very fast
 */
export function calibrationCounts(input: {
  readonly since: Date;
  readonly fastBelowMs: number;
  readonly spellings: Spellings;
}): Query<CalibrationCount> {
  const since = timestampBind(input.since);
  return query({
    name: 'calibration.counts',
    tables: ['decisions', 'reviews'],
    row: countRow,
    sql: sql`WITH decided AS (
  ${decisionsInEffect(
    sql`d.decision_id, d.recommendation_id, d.verb,
      ${spelled(raw('d.csm_name'), input.spellings)} AS csm_name, d.set_aside, d.seen_ms, d.decided_at`,
    sql`d.decided_at >= ${since}`,
  )}
),
with_reviews AS (
  SELECT d.*, w.verdict, ${spelled(raw('w.suggested_csm'), input.spellings)} AS suggested_csm, w.model, w.prompt_version, w.hidden, w.reviewed_at,
    COALESCE(w.reviewed_at <= d.decided_at, FALSE) AS in_time
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
  SELECT b.verb, b.csm_name, b.seen_ms, b.set_aside,
    FLOOR(DATEDIFF('day', ${since}, b.decided_at) / 7) AS week,
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
)
SELECT week, verb, verdict, model, prompt_version, blind, late,
  COUNT(*) AS decisions,
  SUM(CASE WHEN suggested_csm IS NOT NULL THEN 1 ELSE 0 END) AS suggested,
  SUM(CASE WHEN csm_name = suggested_csm THEN 1 ELSE 0 END) AS to_suggestion,
  SUM(CASE WHEN flagged THEN 1 ELSE 0 END) AS flagged,
  SUM(CASE WHEN flagged AND seen_ms IS NOT NULL THEN 1 ELSE 0 END) AS timed,
  SUM(CASE WHEN flagged AND seen_ms < ${input.fastBelowMs} THEN 1 ELSE 0 END) AS fast
FROM with_warnings
GROUP BY week, verb, verdict, model, prompt_version, blind, late
ORDER BY week, model, prompt_version, blind, late, verdict, verb`,
  });
}
