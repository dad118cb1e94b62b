import sql from 'sql-template-tag';
import { z } from 'zod';
import type { Command, Query } from '../types';
import { amount, numberId, optionalText, text } from './fields';
import { command, query } from './statement';
import { t } from './tables';
import { valuesTable } from './values';

/** Why an account of a run went to its CSM, ready to be written. */
export interface NewExplanation {
  readonly accountId: string;
  readonly score: number;
  readonly currentCsm: string | null;
  /** The account's figures as the run saw them, null where one was not known. */
  readonly neediness: number | null;
  readonly health: number | null;
  readonly revenue: number | null;
  /** The explanation as JSON text. */
  readonly explanation: string;
}

/** Writes a run's explanations beside its recommendations, found by run and account. */
export function insertExplanations(
  run: { readonly id: string; readonly policyVersion: number },
  explanations: readonly NewExplanation[],
): Command {
  const rows = valuesTable(explanations, [
    { name: 'account_id', type: 'VARCHAR', value: (row) => row.accountId },
    { name: 'score', type: 'DOUBLE', value: (row) => row.score },
    { name: 'current_csm', type: 'VARCHAR', value: (row) => row.currentCsm },
    { name: 'neediness', type: 'DOUBLE', value: (row) => row.neediness },
    { name: 'health', type: 'DOUBLE', value: (row) => row.health },
    { name: 'revenue', type: 'DOUBLE', value: (row) => row.revenue },
    { name: 'explanation', type: 'VARCHAR', value: (row) => row.explanation },
  ]);
  return command(
    'explanations.insert',
    sql`INSERT INTO ${t.explanations} (
  recommendation_id, run_id, account_id, policy_version, score, current_csm, neediness, health,
  revenue, explanation
)
SELECT r.recommendation_id, r.run_id, r.account_id, CAST(${run.policyVersion} AS INTEGER), v.score,
  v.current_csm, v.neediness, v.health, v.revenue, v.explanation
FROM ${rows} AS v
JOIN ${t.recommendations} AS r ON r.account_id = v.account_id AND r.run_id = ${run.id}`,
  );
}

const explanationRow = z
  .object({ explanation: text, policy_version: amount, current_csm: optionalText })
  .transform((row) => ({
    explanation: row.explanation,
    policyVersion: row.policy_version,
    currentCsm: row.current_csm,
  }));

/** Answers why a recommendation was made; no row where another program made it. */
export function explanationOf(recommendationId: string): Query<z.infer<typeof explanationRow>> {
  return query(
    'explanations.of',
    sql`SELECT explanation, policy_version, current_csm
FROM ${t.explanations}
WHERE recommendation_id = ${numberId(recommendationId)}
LIMIT 1`,
    explanationRow,
  );
}
