import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';
import type { Command, Query } from '../types';
import type { Assignment } from './assignments';
import { id, instant, optionalText, text } from './fields';
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
