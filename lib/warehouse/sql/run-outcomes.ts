import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { decisionVerbs } from './decisions';
import { id, instant, optionalInstant, optionalText, text } from './shared/columns';
import {
  currentDecisions,
  isValidRecommendation,
  lastAssigned,
  newestUnassigned,
  recommendationState,
  recommendationStates,
} from './shared/state';
import { query } from './shared/statement';

const outcomeRow = z
  .object({
    recommendation_id: id,
    account_id: text,
    recommended_csm: text,
    recommendation_timestamp: instant,
    state: z.enum(recommendationStates),
    actual_assigned_csm: optionalText,
    verb: z.enum(decisionVerbs).nullable(),
    request_id: optionalText,
    decided_by_name: optionalText,
    decided_at: optionalInstant,
  })
  .transform((row) => ({
    id: row.recommendation_id,
    accountId: row.account_id,
    recommendedCsm: row.recommended_csm,
    recommendedAt: row.recommendation_timestamp,
    state: row.state,
    /** Who received the account; null if it was not accepted or overridden. */
    givenTo:
      row.state === 'accepted'
        ? (row.actual_assigned_csm ?? row.recommended_csm)
        : row.actual_assigned_csm,
    /** The decision in effect; null if there is none, or if it was made outside the app. */
    decision:
      row.verb !== null &&
      row.request_id !== null &&
      row.decided_by_name !== null &&
      row.decided_at !== null
        ? {
            verb: row.verb,
            requestId: row.request_id,
            byName: row.decided_by_name,
            at: row.decided_at,
          }
        : null,
  }));
export type RunOutcomeRow = z.infer<typeof outcomeRow>;

/** A run's recommendations with their states and the decisions in effect. */
export function runOutcomes(runId: string): Query<RunOutcomeRow> {
  const isOfRun = sql`d.recommendation_id IN (SELECT recommendation_id FROM scoped)`;
  return query({
    name: 'runs.outcomes',
    tables: ['recommendations', 'assignments', 'decisions'],
    row: outcomeRow,
    sql: sql`WITH scoped AS (
  SELECT r.*
  FROM ${t.recommendations} AS r
  WHERE r.run_id = ${runId} AND ${isValidRecommendation}
)
SELECT s.recommendation_id, s.account_id, s.recommended_csm, s.recommendation_timestamp,
  ${recommendationState()} AS state,
  s.actual_assigned_csm, d.verb, d.request_id, d.decided_by_name, d.decided_at
FROM scoped AS s
LEFT JOIN (
  ${currentDecisions(sql`d.recommendation_id, d.verb, d.request_id, d.decided_by_name, d.decided_at`, isOfRun)}
) AS d ON d.recommendation_id = s.recommendation_id
LEFT JOIN (
  ${lastAssigned(sql`account_id IN (SELECT account_id FROM scoped)`)}
) AS x ON x.account_id = s.account_id
LEFT JOIN (
  ${newestUnassigned(sql`r.account_id IN (SELECT account_id FROM scoped)`)}
) AS y ON y.account_id = s.account_id
ORDER BY s.recommendation_id`,
  });
}
