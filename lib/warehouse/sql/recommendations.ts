import sql, { join, raw, type Sql } from 'sql-template-tag';
import { t } from '@/lib/warehouse/tables';
import type { Command } from '@/lib/warehouse/types';
import { type FeedbackParts, reportedFeedback } from './reviews';
import { inBatches } from './shared/batches';
import { idBind, timestampBind, toDataTimeZone } from './shared/columns';
import { padded, paddedLength, paddedTable } from './shared/padding';
import { decisionsInEffect, isUnassigned } from './shared/state';
import { type CommandParts, command, valuesTable } from './shared/statement';

/** A recommendation to insert, as proposed by the engine. */
export interface NewRecommendation {
  readonly accountId: string;
  readonly csm: string;
  readonly neediness: number | null;
  readonly health: number | null;
  readonly revenue: number | null;
  readonly segment: string | null;
  readonly level: string | null;
  readonly score: number;
}

/** Condition: `column` is one of the recommendation ids, of which there must be at least one. */
export function hasIdIn(column: Sql, ids: readonly string[]): Sql {
  return sql`${column} IN (${join(ids.map(idBind))})`;
}

interface RecommendingRun {
  readonly runId: string;
  readonly at: Date;
  readonly method: 'single_optimized' | 'batch_optimized';
  readonly batchSize: number;
}

/** Inserts a run's recommendations, all pending. */
export function insertRecommendations(
  input: RecommendingRun & { readonly recommendations: readonly NewRecommendation[] },
): readonly Command[] {
  return inBatches(input.recommendations, (rows) => insertBatch(input, rows));
}

function insertBatch(
  run: RecommendingRun,
  recommendations: readonly NewRecommendation[],
): CommandParts {
  const rows = valuesTable(recommendations, [
    { name: 'account_id', type: 'VARCHAR', value: (row) => row.accountId },
    { name: 'csm', type: 'VARCHAR', value: (row) => row.csm },
    { name: 'neediness', type: 'DOUBLE', value: (row) => row.neediness },
    { name: 'health', type: 'DOUBLE', value: (row) => row.health },
    { name: 'revenue', type: 'DOUBLE', value: (row) => row.revenue },
    { name: 'segment', type: 'VARCHAR', value: (row) => row.segment },
    { name: 'level', type: 'VARCHAR', value: (row) => row.level },
    { name: 'score', type: 'DOUBLE', value: (row) => row.score },
  ]);
  return {
    name: 'recommendations.insert',
    tables: ['recommendations'],
    sql: sql`INSERT INTO ${t.recommendations} (
  account_id, recommended_csm, recommendation_timestamp, assignment_method, neediness_score,
  health_score, revenue, account_segment, account_level, optimization_score, was_assigned,
  run_id, batch_size
)
SELECT v.account_id, v.csm, ${toDataTimeZone(timestampBind(run.at))}, CAST(${run.method} AS VARCHAR), v.neediness,
  v.health, v.revenue, v.segment, v.level, v.score, FALSE,
  CAST(${run.runId} AS VARCHAR), CAST(${run.batchSize} AS INTEGER)
FROM ${rows} AS v`,
  };
}

/**
 * A table of recommendation ids, to join: a join skips old data, a long list of values does not.
 * @param length as in `paddedTable`
 */
export function idsTable(ids: readonly string[], length?: number): Sql {
  const column = { name: 'recommendation_id', type: 'BIGINT', value: (id: string) => id } as const;
  return paddedTable(ids, [column], length);
}

/**
 * Claims rows for this transaction: concurrent transactions that change them wait or fail. Their
 * commits may not be visible yet, so read each row again after claiming it.
 * @param undecidedIds rows to claim only if nobody has decided them
 * @param anyIds rows to claim in any state, for an undo
 */
export function claimRecommendations(
  undecidedIds: readonly string[],
  anyIds: readonly string[],
): Command {
  const length = paddedLength(undecidedIds.length + anyIds.length);
  const isIn = (column: string, ids: readonly string[]) =>
    sql`${raw(column)} IN (SELECT recommendation_id FROM ${idsTable(ids, length)} AS i)`;
  const isRejected = (ids: readonly string[]) => {
    const decisions = sql`(SELECT * FROM ${t.decisions} WHERE ${isIn('recommendation_id', ids)})`;
    return sql`recommendation_id IN (
    ${decisionsInEffect(sql`d.recommendation_id`, sql`d.verb = 'reject'`, decisions, decisions)}
  )`;
  };
  const isAny =
    anyIds.length === 0 ? raw('FALSE') : hasIdIn(sql`recommendation_id`, padded(anyIds, length));
  return command({
    name: 'recommendations.claim',
    tables: ['recommendations', 'decisions'],
    sql: sql`UPDATE ${t.recommendations} SET was_assigned = COALESCE(was_assigned, FALSE)
WHERE ${isIn('recommendation_id', [...undecidedIds, ...anyIds])}
  AND (${isAny} OR (${isUnassigned('')}))
  AND NOT ${undecidedIds.length === 0 ? raw('FALSE') : isRejected(undecidedIds)}`,
  });
}

/** What a decision writes to a recommendation of the data team's table. */
export interface RecommendationOutcome {
  readonly recommendationId: string;
  readonly accepted: boolean;
  /** The CSM who received the account; null if nobody did. */
  readonly csm: string | null;
  /** A review that was blinded until now; null leaves the feedback column as it is. */
  readonly revealed: FeedbackParts | null;
}

/** Writes the outcomes of decisions. */
export function setOutcomes(outcomes: readonly RecommendationOutcome[]): readonly Command[] {
  return inBatches(outcomes, setBatch);
}

function setBatch(outcomes: readonly RecommendationOutcome[]): CommandParts {
  const rows = paddedTable(outcomes, [
    { name: 'recommendation_id', type: 'BIGINT', value: (row) => row.recommendationId },
    { name: 'accepted', type: 'BOOLEAN', value: (row) => row.accepted },
    { name: 'csm', type: 'VARCHAR', value: (row) => row.csm },
    {
      name: 'feedback',
      type: 'VARCHAR',
      value: ({ revealed }) => revealed && reportedFeedback(revealed),
    },
  ]);
  return {
    name: 'recommendations.set-outcomes',
    tables: ['recommendations'],
    sql: sql`MERGE INTO ${t.recommendations} AS r
USING ${rows} AS s
ON r.recommendation_id = s.recommendation_id
WHEN MATCHED THEN UPDATE SET
  was_assigned = s.accepted,
  actual_assigned_csm = s.csm,
  llm_feedback = COALESCE(s.feedback, r.llm_feedback)`,
  };
}

/** An explanation to insert: why a run chose this CSM for the account. */
export interface NewExplanation {
  readonly accountId: string;
  readonly score: number;
  readonly currentCsm: string | null;
  /** The account's scores as the run saw them; null if unknown. */
  readonly neediness: number | null;
  readonly health: number | null;
  readonly revenue: number | null;
  /** The explanation as JSON text. */
  readonly explanation: string;
}

interface ExplainedRun {
  readonly id: string;
  readonly policyVersion: number;
}

/**
 * Inserts a run's explanations, matched to its recommendations by run and account. About 150 fit
 * into one statement.
 */
export function insertExplanations(
  run: ExplainedRun,
  explanations: readonly NewExplanation[],
): readonly Command[] {
  return inBatches(explanations, (rows) => explainBatch(run, rows));
}

function explainBatch(run: ExplainedRun, explanations: readonly NewExplanation[]): CommandParts {
  const rows = valuesTable(explanations, [
    { name: 'account_id', type: 'VARCHAR', value: (row) => row.accountId },
    { name: 'score', type: 'DOUBLE', value: (row) => row.score },
    { name: 'current_csm', type: 'VARCHAR', value: (row) => row.currentCsm },
    { name: 'neediness', type: 'DOUBLE', value: (row) => row.neediness },
    { name: 'health', type: 'DOUBLE', value: (row) => row.health },
    { name: 'revenue', type: 'DOUBLE', value: (row) => row.revenue },
    { name: 'explanation', type: 'VARCHAR', value: (row) => row.explanation },
  ]);
  return {
    name: 'explanations.insert',
    tables: ['recommendations', 'explanations'],
    sql: sql`INSERT INTO ${t.explanations} (
  recommendation_id, run_id, account_id, policy_version, score, current_csm, neediness, health,
  revenue, explanation
)
SELECT r.recommendation_id, r.run_id, r.account_id, CAST(${run.policyVersion} AS INTEGER), v.score,
  v.current_csm, v.neediness, v.health, v.revenue, v.explanation
FROM ${rows} AS v
JOIN ${t.recommendations} AS r ON r.account_id = v.account_id AND r.run_id = ${run.id}`,
  };
}
