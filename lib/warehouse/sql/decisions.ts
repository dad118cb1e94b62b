import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { Command, Query } from '../types';
import { type Assignment, assignmentSchema } from './assignments';
import { flag, id, instant, optionalInstant, optionalText, text } from './fields';
import { flaggedRow, flaggedTables } from './flagged';
import type { Limits } from './limits';
import { amongIds } from './recommendations';
import { verdicts } from './reviews';
import { recommends, standingDecisions } from './standing';
import { command, query } from './statement';
import { t } from './tables';
import { valuesTable } from './values';

/** What a manager can do with a recommendation. */
export const verbs = ['accept', 'override', 'reject', 'undo'] as const;
export type Verb = (typeof verbs)[number];

/** A decision as it is written, one row per recommendation, never changed afterwards. */
export interface NewDecision {
  readonly id: string;
  readonly requestId: string;
  readonly recommendationId: string;
  readonly accountId: string;
  readonly verb: Verb;
  readonly recommendedCsm: string;
  /** Who owns the account after the decision; null when nobody does by it. */
  readonly csm: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  /** The rules set aside, from the closed list of flags. */
  readonly setAside: readonly string[];
  /** The decision that an undo takes back. */
  readonly undoes: string | null;
  readonly before: Assignment | null;
  /** Milliseconds that the record was before the person; null where nobody measured it. */
  readonly seenMs: number | null;
  readonly by: { readonly email: string; readonly name: string };
  readonly at: Date;
}

/** Writes decisions in one statement. */
export function insertDecisions(decisions: readonly NewDecision[]): Command {
  const rows = valuesTable(decisions, [
    { name: 'decision_id', type: 'VARCHAR', value: (row) => row.id },
    { name: 'request_id', type: 'VARCHAR', value: (row) => row.requestId },
    { name: 'recommendation_id', type: 'BIGINT', value: (row) => row.recommendationId },
    { name: 'account_id', type: 'VARCHAR', value: (row) => row.accountId },
    { name: 'verb', type: 'VARCHAR', value: (row) => row.verb },
    { name: 'recommended_csm', type: 'VARCHAR', value: (row) => row.recommendedCsm },
    { name: 'csm_name', type: 'VARCHAR', value: (row) => row.csm },
    { name: 'reason', type: 'VARCHAR', value: (row) => row.reason },
    { name: 'note', type: 'VARCHAR', value: (row) => row.note },
    { name: 'set_aside', type: 'VARCHAR', value: (row) => row.setAside.join(' ') || null },
    { name: 'undoes', type: 'VARCHAR', value: (row) => row.undoes },
    {
      name: 'assignment_before',
      type: 'VARCHAR',
      value: (row) => row.before && JSON.stringify(row.before),
    },
    { name: 'decided_by', type: 'VARCHAR', value: (row) => row.by.email },
    { name: 'decided_by_name', type: 'VARCHAR', value: (row) => row.by.name },
    { name: 'decided_at', type: 'TIMESTAMP_NTZ', value: (row) => row.at.toISOString() },
    { name: 'seen_ms', type: 'INTEGER', value: (row) => row.seenMs },
  ]);
  return command(
    'decisions.insert',
    sql`INSERT INTO ${t.decisions} (
  decision_id, request_id, recommendation_id, account_id, verb, recommended_csm, csm_name, reason,
  note, set_aside, undoes, assignment_before, decided_by, decided_by_name, decided_at,
  seen_ms
)
SELECT * FROM ${rows} AS v`,
  );
}

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
      answered_id: optionalText,
      answered_verb: optionalText,
      answered_csm: optionalText,
      answered_at: optionalInstant,
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
      /** What the account's row was before the decision that stands. */
      restorable: row.undone_before,
      /** What a review that was kept back says; a decision shows it, never the queue before that. */
      revealed:
        row.blind && row.blind_verdict && row.blind_feedback
          ? {
              verdict: row.blind_verdict,
              feedback: row.blind_feedback,
              suggestedCsm: row.blind_csm,
            }
          : null,
      /** The first answer to this request, when it was made before. */
      answered:
        row.answered_id && row.answered_at
          ? {
              id: row.answered_id,
              verb: row.answered_verb,
              csm: row.answered_csm,
              at: row.answered_at,
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

/** Answers all that a decision on the given recommendations must know, a row each. */
export function decisionContext(input: {
  ids: readonly string[];
  requestId: string;
  /** The CSM of an override; the recommended one otherwise. */
  csm: string | null;
  now: Date;
  limits: Limits;
}): Query<DecisionContext> {
  const scoped = sql`SELECT r.*, COALESCE(CAST(${input.csm} AS VARCHAR), r.recommended_csm) AS target_csm
  FROM ${t.recommendations} AS r
  WHERE ${amongIds(sql`r.recommendation_id`, input.ids)} AND ${recommends}`;
  return query(
    'decisions.context',
    sql`WITH ${flaggedTables({ ...input, scoped })}
SELECT
  f.*,
  b.assignment_before AS undone_before,
  w.verdict AS blind_verdict,
  w.feedback AS blind_feedback,
  w.suggested_csm AS blind_csm,
  q.decision_id AS answered_id,
  q.verb AS answered_verb,
  q.csm_name AS answered_csm,
  q.decided_at AS answered_at,
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
LEFT JOIN standing AS b ON b.recommendation_id = f.recommendation_id
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
    ${standingDecisions(
      sql`d.account_id, d.decided_at`,
      sql`d.account_id IN (SELECT account_id FROM scoped)`,
    )}
  ) AS d
  GROUP BY account_id
) AS m ON m.account_id = f.account_id
ORDER BY f.recommendation_id`,
    contextRow,
  );
}

const pastDecisionRow = z
  .object({
    decision_id: id,
    recommendation_id: id,
    verb: z.enum(verbs),
    recommended_csm: optionalText,
    csm_name: optionalText,
    reason: optionalText,
    note: optionalText,
    set_aside: optionalText,
    decided_by_name: text,
    decided_at: instant,
  })
  .transform((row) => ({
    id: row.decision_id,
    recommendationId: row.recommendation_id,
    verb: row.verb,
    recommendedCsm: row.recommended_csm,
    csm: row.csm_name,
    reason: row.reason,
    note: row.note,
    setAside: row.set_aside?.split(' ') ?? [],
    byName: row.decided_by_name,
    at: row.decided_at,
  }));
export type PastDecision = z.infer<typeof pastDecisionRow>;

/**
 * Answers the decisions on an account, newest first.
 * @param account its id, or what selects that, as `accountOf`
 */
export function decisionsOfAccount(account: string | Sql): Query<PastDecision> {
  return query(
    'decisions.of-account',
    sql`SELECT decision_id, recommendation_id, verb, recommended_csm, csm_name, reason, note,
  set_aside, decided_by_name, decided_at
FROM ${t.decisions}
WHERE account_id IN (${account})
ORDER BY decided_at DESC, decision_id DESC
LIMIT 100`,
    pastDecisionRow,
  );
}
