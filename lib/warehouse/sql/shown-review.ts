import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { flag, optionalAmount, optionalInstant, optionalText } from './fields';
import { verdicts } from './reviews';

// Kept back as long as nobody decided: whoever undoes has seen it, and llm_feedback says so.
const withheld = sql`(COALESCE(n.hidden, FALSE) AND j.state = 'pending'
    AND NULLIF(TRIM(j.llm_feedback), '') IS NULL)`;
const shown = ['verdict', 'confidence', 'issues', 'suggested_csm'];

/**
 * The columns that show the newest review `n` beside a recommendation `j`, which has a state and
 * its llm_feedback: nothing of what Claude said while that is kept back.
 */
export const shownReview: Sql = sql`n.review_id,
  n.model AS review_model,
  n.prompt_version,
  n.reviewed_at,
  n.hidden AS blind,
  ${withheld} AS withheld,
  ${join(
    shown.map(
      (column) => sql`CASE WHEN NOT ${withheld} THEN ${raw(`n.${column}`)} END AS ${raw(column)}`,
    ),
    ',\n  ',
  )},
  CASE WHEN NOT ${withheld} THEN COALESCE(n.feedback, j.llm_feedback) END AS feedback`;

/** What `shownReview` answers, to be part of another row's schema. */
export const shownReviewColumns = {
  review_id: optionalText,
  review_model: optionalText,
  prompt_version: optionalAmount,
  reviewed_at: optionalInstant,
  blind: flag,
  withheld: flag,
  verdict: z.enum(verdicts).nullish(),
  confidence: optionalAmount,
  issues: optionalText,
  suggested_csm: optionalText,
  feedback: optionalText,
};

/** Claude's review as a manager may see it now; null where there is none. */
export function shownReviewOf(row: z.infer<z.ZodObject<typeof shownReviewColumns>>) {
  if (row.review_id === null || row.reviewed_at === null) return null;
  return {
    /** Null, as is all that Claude said, while it is kept back. */
    verdict: row.verdict ?? null,
    /** 0–100 */
    confidence: row.confidence,
    issues: row.issues?.split(' ') ?? [],
    suggestedCsm: row.suggested_csm,
    model: row.review_model,
    promptVersion: row.prompt_version,
    at: row.reviewed_at,
    /** Whether it was to be kept back until the first decision, and whether it still is. */
    blind: row.blind,
    withheld: row.withheld,
  };
}
