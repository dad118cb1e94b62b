import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { assignmentSchema } from './decisions';
import { hasIdIn } from './recommendations';
import { verdicts } from './reviews';
import { flaggedCtes, flaggedRow, flaggedTables } from './rule-warnings';
import { flag, optionalInstant, optionalText } from './shared/columns';
import type { PolicyLimits } from './shared/policy-limits';
import { decisionsInEffect, isValidRecommendation } from './shared/state';
import { query } from './shared/statement';

const storedAssignment = optionalText.transform((value) =>
  value === null ? null : assignmentSchema.parse(JSON.parse(value)),
);

const exactText = z.string().nullable();

const contextRow = z.intersection(
  flaggedRow,
  z
    .object({
      undone_before: storedAssignment,
      blind: flag,
      blind_verdict: z.enum(verdicts).nullish(),
      blind_feedback: optionalText,
      blind_csm: optionalText,
      original_id: optionalText,
      original_verb: optionalText,
      original_csm: optionalText,
      original_at: optionalInstant,
      assignment_account: optionalText,
      assignment_csm: exactText,
      assignment_date: exactText,
      stored_method: exactText,
      llm_review_feedback: exactText,
      last_updated: exactText,
      assigned_at: optionalInstant,
      assignment_updated_at: optionalInstant,
      newest_recommended_at: optionalInstant,
      newest_decided_at: optionalInstant,
    })
    .transform((row) => ({
      /** The account's assignment before the current decision, which an undo restores. */
      assignmentToRestore: row.undone_before,
      /** A review that is hidden until the decision, which reveals it. */
      unblindedReview:
        row.blind && row.blind_verdict && row.blind_feedback
          ? {
              verdict: row.blind_verdict,
              feedback: row.blind_feedback,
              suggestedCsm: row.blind_csm,
            }
          : null,
      /** The original result of this request, if it is a retry. */
      earlierOutcome:
        row.original_id && row.original_at
          ? {
              id: row.original_id,
              verb: row.original_verb,
              csm: row.original_csm,
              at: row.original_at,
            }
          : null,
      assignment:
        row.assignment_account === null
          ? null
          : {
              csmName: row.assignment_csm,
              assignedAt: row.assignment_date,
              method: row.stored_method,
              feedback: row.llm_review_feedback,
              updatedAt: row.last_updated,
            },
      assignedAt: row.assigned_at,
      assignmentUpdatedAt: row.assignment_updated_at,
      newestRecommendedAt: row.newest_recommended_at,
      newestDecidedAt: row.newest_decided_at,
    })),
);
export type DecisionContext = z.infer<typeof contextRow>;

/** Everything that a decision on the given recommendations needs to know, one row for each. */
export function decisionContext(input: {
  ids: readonly string[];
  requestId: string;
  /** The CSM chosen by an override; null for the recommended CSM. */
  csm: string | null;
  now: Date;
  limits: PolicyLimits;
}): Query<DecisionContext> {
  const scoped = sql`SELECT r.*, COALESCE(CAST(${input.csm} AS VARCHAR), r.recommended_csm) AS target_csm
  FROM ${t.recommendations} AS r
  WHERE ${hasIdIn(sql`r.recommendation_id`, input.ids)} AND ${isValidRecommendation}`;
  return query({
    name: 'decisions.context',
    tables: flaggedTables,
    row: contextRow,
    sql: sql`WITH ${flaggedCtes({ ...input, scoped })}
SELECT
  f.*,
  b.assignment_before AS undone_before,
  w.verdict AS blind_verdict,
  w.feedback AS blind_feedback,
  w.suggested_csm AS blind_csm,
  q.decision_id AS original_id,
  q.verb AS original_verb,
  q.csm_name AS original_csm,
  q.decided_at AS original_at,
  p.account_id AS assignment_account,
  p.csm_name AS assignment_csm,
  CAST(p.assignment_date AS VARCHAR) AS assignment_date,
  p.assignment_method AS stored_method,
  p.llm_review_feedback,
  CAST(p.last_updated AS VARCHAR) AS last_updated,
  p.assignment_date AS assigned_at,
  p.last_updated AS assignment_updated_at,
  n.recommended_at AS newest_recommended_at,
  m.decided_at AS newest_decided_at
FROM flagged AS f
LEFT JOIN current_decisions AS b ON b.recommendation_id = f.recommendation_id
LEFT JOIN newest_reviews AS w ON w.recommendation_id = f.recommendation_id
LEFT JOIN ${t.decisions} AS q
  ON q.recommendation_id = f.recommendation_id AND q.request_id = ${input.requestId}
LEFT JOIN (
  SELECT * FROM ${t.assignments}
  WHERE account_id IN (SELECT account_id FROM scoped)
  QUALIFY ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY assignment_date DESC NULLS LAST) = 1
) AS p ON p.account_id = f.account_id
LEFT JOIN (
  SELECT account_id, MAX(recommendation_timestamp) AS recommended_at
  FROM ${t.recommendations}
  WHERE account_id IN (SELECT account_id FROM scoped)
  GROUP BY account_id
) AS n ON n.account_id = f.account_id
LEFT JOIN (
  SELECT account_id, MAX(decided_at) AS decided_at
  FROM (
    ${decisionsInEffect(
      sql`d.account_id, d.decided_at`,
      sql`d.account_id IN (SELECT account_id FROM scoped)`,
    )}
  ) AS d
  GROUP BY account_id
) AS m ON m.account_id = f.account_id
ORDER BY f.recommendation_id`,
  });
}
