import sql, { raw } from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { inBatches } from './shared/batches';
import {
  amount,
  flag,
  id,
  instant,
  optionalText,
  text,
  timestampBind,
  toDataTimeZone,
} from './shared/columns';
import { parseMicroseconds, timestampOf } from './shared/microseconds';
import { paddedTable } from './shared/padding';
import { rowLimit } from './shared/row-limit';
import { type CommandParts, query } from './shared/statement';

/** What a manager can do with a recommendation. */
export const decisionVerbs = ['accept', 'override', 'reject', 'undo'] as const;
export type DecisionVerb = (typeof decisionVerbs)[number];

/** A decision to insert, one row per recommendation. Append-only. */
export interface NewDecision {
  readonly id: string;
  readonly requestId: string;
  readonly recommendationId: string;
  readonly accountId: string;
  readonly verb: DecisionVerb;
  readonly recommendedCsm: string;
  /** The CSM who owns the account after the decision; null after a reject. */
  readonly csm: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  /** Acknowledged rule warnings, from the closed list of flags. */
  readonly acknowledgedRules: readonly string[];
  /** The decision that an undo reverses. */
  readonly undoes: string | null;
  readonly assignmentBefore: Assignment | null;
  /** When the account started to need a CSM, as seen by an accept or override; null if unknown. */
  readonly needsCsmSince: Date | null;
  /** Dwell time in milliseconds: how long the person had the record open. Null if not measured. */
  readonly dwellMs: number | null;
  readonly by: { readonly email: string; readonly name: string };
  readonly at: Date;
}

/** Inserts decisions, in one statement unless their notes are very long. */
export function insertDecisions(decisions: readonly NewDecision[]): readonly Command[] {
  return inBatches(decisions, insertBatch);
}

function insertBatch(decisions: readonly NewDecision[]): CommandParts {
  const rows = paddedTable(decisions, [
    { name: 'decision_id', type: 'VARCHAR', value: (row) => row.id },
    { name: 'request_id', type: 'VARCHAR', value: (row) => row.requestId },
    { name: 'recommendation_id', type: 'BIGINT', value: (row) => row.recommendationId },
    { name: 'account_id', type: 'VARCHAR', value: (row) => row.accountId },
    { name: 'verb', type: 'VARCHAR', value: (row) => row.verb },
    { name: 'recommended_csm', type: 'VARCHAR', value: (row) => row.recommendedCsm },
    { name: 'csm_name', type: 'VARCHAR', value: (row) => row.csm },
    { name: 'reason', type: 'VARCHAR', value: (row) => row.reason },
    { name: 'note', type: 'VARCHAR', value: (row) => row.note },
    { name: 'set_aside', type: 'VARCHAR', value: (row) => row.acknowledgedRules.join(' ') || null },
    { name: 'undoes', type: 'VARCHAR', value: (row) => row.undoes },
    {
      name: 'assignment_before',
      type: 'VARCHAR',
      value: (row) => row.assignmentBefore && JSON.stringify(row.assignmentBefore),
    },
    { name: 'decided_by', type: 'VARCHAR', value: (row) => row.by.email },
    { name: 'decided_by_name', type: 'VARCHAR', value: (row) => row.by.name },
    { name: 'decided_at', type: 'TIMESTAMP_NTZ', value: (row) => row.at.toISOString() },
    { name: 'seen_ms', type: 'INTEGER', value: (row) => row.dwellMs },
    {
      name: 'needs_csm_since',
      type: 'TIMESTAMP_NTZ',
      value: (row) => row.needsCsmSince?.toISOString() ?? null,
    },
  ]);
  return {
    name: 'decisions.insert',
    tables: ['decisions'],
    sql: sql`INSERT INTO ${t.decisions} (
  decision_id, request_id, recommendation_id, account_id, verb, recommended_csm, csm_name, reason,
  note, set_aside, undoes, assignment_before, decided_by, decided_by_name, decided_at,
  seen_ms, needs_csm_since
)
SELECT * FROM ${rows} AS v`,
  };
}

const newestDecisionRow = z
  .object({ decided_by_name: text, decided_at: instant })
  .transform((row) => ({ byName: row.decided_by_name, at: row.decided_at }));

/** The newest decision: who made it and when. No row if there is none. */
export function newestDecision(): Query<z.infer<typeof newestDecisionRow>> {
  return query({
    name: 'decisions.newest',
    tables: ['decisions'],
    row: newestDecisionRow,
    sql: sql`SELECT decided_by_name, decided_at
FROM ${t.decisions}
WHERE verb <> 'undo'
ORDER BY decided_at DESC, decision_id DESC
LIMIT 1`,
  });
}

const recentDecisionRow = z
  .object({
    request_id: text,
    decision_id: id,
    recommendation_id: id,
    account_id: text,
    verb: z.enum(['accept', 'override', 'reject']),
    csm_name: optionalText,
    recommended_csm: optionalText,
    decided_by: text,
    decided_by_name: text,
    decided_at: instant,
    undone: flag,
    total: amount,
  })
  .transform((row) => ({
    requestId: row.request_id,
    decisionId: row.decision_id,
    recommendationId: row.recommendation_id,
    accountId: row.account_id,
    verb: row.verb,
    csm: row.csm_name,
    recommendedCsm: row.recommended_csm,
    byName: row.decided_by_name,
    byEmail: row.decided_by,
    at: row.decided_at,
    undone: row.undone,
    /** Number of decisions from this part on. */
    total: row.total,
  }));
export type RecentDecision = z.infer<typeof recentDecisionRow>;

/**
 * Part of the decisions since a time, newest first, also those that were undone. In the order of their
 * ids, because a server's ids keep rising when its clock is set back.
 * @param by the email of the person who decided; null for everyone
 * @param page.after the id of the last decision of the part before; null for the newest
 */
export function recentDecisions(
  since: Date,
  by: string | null,
  page: { readonly limit: number; readonly after: string | null },
): Query<RecentDecision> {
  const isByPerson = by === null ? raw('TRUE') : sql`d.decided_by = ${by}`;
  const isAfter = page.after === null ? raw('TRUE') : sql`d.decision_id < ${page.after}`;
  return query({
    name: 'decisions.recent',
    tables: ['decisions'],
    row: recentDecisionRow,
    sql: sql`SELECT d.request_id, d.decision_id, d.recommendation_id, d.account_id, d.verb, d.csm_name,
  d.recommended_csm, d.decided_by, d.decided_by_name, d.decided_at, u.undoes IS NOT NULL AS undone,
  COUNT(*) OVER () AS total
FROM ${t.decisions} AS d
LEFT JOIN (
  SELECT DISTINCT undoes
  FROM ${t.decisions}
  WHERE undoes IS NOT NULL AND decided_at > ${timestampBind(since)}
) AS u ON u.undoes = d.decision_id
WHERE d.verb <> 'undo' AND d.decided_at > ${timestampBind(since)} AND ${isByPerson} AND ${isAfter}
ORDER BY d.decision_id DESC
LIMIT ${rowLimit(page.limit)}`,
  });
}

/**
 * A row of the data team's assignments, as stored for an undo. Times are microseconds since 1970 as
 * digits; older versions stored text (`parseMicroseconds`).
 */
export const assignmentSchema = z.object({
  csmName: z.string().nullable(),
  assignedAt: z.string().nullable(),
  method: z.string().nullable(),
  feedback: z.string().nullable(),
  updatedAt: z.string().nullable(),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/** An account's assignment to set; null to delete it. */
interface AssignmentToSet {
  readonly accountId: string;
  readonly assignment: Assignment | null;
}

/** Sets each account's assignment: upserts the row, or deletes it where the assignment is null. */
export function upsertAssignments(rows: readonly AssignmentToSet[]): readonly Command[] {
  return inBatches(rows, upsertBatch);
}

function upsertBatch(rows: readonly AssignmentToSet[]): CommandParts {
  const table = paddedTable(rows, [
    { name: 'account_id', type: 'VARCHAR', value: (row) => row.accountId },
    { name: 'csm_name', type: 'VARCHAR', value: (row) => row.assignment?.csmName ?? null },
    {
      name: 'assigned_microseconds',
      type: 'BIGINT',
      value: (row) => microsecondsBind(row.assignment?.assignedAt ?? null),
    },
    { name: 'method', type: 'VARCHAR', value: (row) => row.assignment?.method ?? null },
    { name: 'feedback', type: 'VARCHAR', value: (row) => row.assignment?.feedback ?? null },
    {
      name: 'updated_microseconds',
      type: 'BIGINT',
      value: (row) => microsecondsBind(row.assignment?.updatedAt ?? null),
    },
    { name: 'present', type: 'BOOLEAN', value: (row) => row.assignment !== null },
  ]);
  const [assignedAt, updatedAt] = ['s.assigned_at', 's.updated_at'].map((time) =>
    toDataTimeZone(raw(time)),
  );
  return {
    name: 'assignments.upsert',
    tables: ['assignments'],
    sql: sql`MERGE INTO ${t.assignments} AS a
USING (
  SELECT v.*, ${timestampOf(raw('v.assigned_microseconds'))} AS assigned_at,
    ${timestampOf(raw('v.updated_microseconds'))} AS updated_at
  FROM ${table} AS v
) AS s
ON a.account_id = s.account_id
WHEN MATCHED AND s.present = FALSE THEN DELETE
WHEN MATCHED THEN UPDATE SET
  csm_name = s.csm_name,
  assignment_date = ${assignedAt},
  assignment_method = s.method,
  llm_review_feedback = s.feedback,
  last_updated = ${updatedAt}
WHEN NOT MATCHED AND s.present = TRUE THEN INSERT
  (account_id, csm_name, assignment_date, assignment_method, llm_review_feedback, last_updated)
  VALUES (s.account_id, s.csm_name, ${assignedAt}, s.method, s.feedback, ${updatedAt})`,
  };
}

function microsecondsBind(stored: string | null): string | null {
  if (stored === null) return null;
  const microseconds = parseMicroseconds(stored);
  if (microseconds === null) throw new Error(`Unknown format of a stored time: ${stored}`);
  return String(microseconds);
}
