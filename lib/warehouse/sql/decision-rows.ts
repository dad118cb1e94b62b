import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { decisionVerbs } from './decisions';
import {
  type FactWindows,
  receiptSelects,
  recommendationFactColumns,
  recommendationFactsFrom,
} from './read-model';
import { hasIdIn } from './recommendations';
import { batchQuery, columnAs } from './shared/batch-query';
import {
  currentDecisions,
  decisionsInEffect,
  isUnassigned,
  isValidRecommendation,
  lastAssigned,
  recommendationState,
  recommendationStates,
} from './shared/state';
import { query, valuesTable } from './shared/statement';

/** What a transaction decides. Lists of ids must not be empty unless noted. */
export interface DecisionRowsInput {
  readonly recommendationIds: readonly string[];
  /** The accounts of the recommendations. */
  readonly accountIds: readonly string[];
  /** The accounts of the decisions to undo; may be empty. */
  readonly undoAccountIds: readonly string[];
  /** Requests that may have been made before, and the requests to undo. */
  readonly requestIds: readonly string[];
  /** The CSMs chosen by overrides; may be empty. */
  readonly csms: readonly string[];
  readonly windows: FactWindows;
}

const col = (name: string) => raw(name);

const isOneOf = (column: string, values: readonly string[]): Sql =>
  values.length === 0 ? raw('FALSE') : sql`${raw(column)} IN (${join([...values])})`;

function decisionQueries(input: DecisionRowsInput) {
  return batchQuery({
    /** The recommendations to decide, and the undecided ones that an undo may reopen. */
    recommendation: {
      columns: {
        ...recommendationFactColumns,
        state: columnAs.oneOf(recommendationStates)(col('s.state')),
        decisionId: columnAs.optionalText(col('s.decision_id')),
        requestId: columnAs.optionalText(col('s.request_id')),
        verb: columnAs.optionalText(col('s.decided_verb')),
        csm: columnAs.optionalText(col('s.decided_csm')),
        byName: columnAs.optionalText(col('s.decided_by_name')),
        decidedAt: columnAs.optionalMoment(col('s.decided_at')),
        /** JSON: the account's assignment before the decision in effect. */
        assignmentBefore: columnAs.optionalText(col('s.assignment_before')),
      },
      from: recommendationFactsFrom('selected'),
    },
    /** The decisions that the requests made, if they are retries. */
    made: {
      columns: {
        recommendationId: columnAs.text(col('d.recommendation_id')),
        requestId: columnAs.text(col('d.request_id')),
        id: columnAs.text(col('d.decision_id')),
        verb: columnAs.oneOf(decisionVerbs)(col('d.verb')),
        csm: columnAs.optionalText(col('d.csm_name')),
        at: columnAs.moment(col('d.decided_at')),
      },
      from: sql`FROM known_decisions AS d WHERE ${isOneOf('d.request_id', input.requestIds)}`,
    },
    /** The accounts' assignments. Times are also text: a Date drops what is finer than 1 ms. */
    assignment: {
      columns: {
        accountId: columnAs.text(col('a.account_id')),
        csmName: columnAs.exactText(col('a.csm_name')),
        assignedAt: columnAs.exactText(col('CAST(a.assignment_date AS VARCHAR)')),
        method: columnAs.exactText(col('a.assignment_method')),
        feedback: columnAs.exactText(col('a.llm_review_feedback')),
        updatedAt: columnAs.exactText(col('CAST(a.last_updated AS VARCHAR)')),
        assignedTime: columnAs.optionalMoment(col('a.assignment_date')),
        updatedTime: columnAs.optionalMoment(col('a.last_updated')),
      },
      from: sql`FROM (
  SELECT * FROM ${t.assignments}
  WHERE ${isOneOf('account_id', input.accountIds)}
  QUALIFY ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY assignment_date DESC NULLS LAST) = 1
) AS a`,
    },
    /** What may be newer than a decision to undo. */
    newestRecommended: {
      columns: {
        accountId: columnAs.text(col('r.account_id')),
        at: columnAs.moment(col('MAX(r.recommendation_timestamp)')),
      },
      from: sql`FROM known_recommendations AS r
WHERE ${isOneOf('r.account_id', input.undoAccountIds)}
GROUP BY r.account_id`,
    },
    decided: {
      columns: {
        accountId: columnAs.text(col('x.account_id')),
        id: columnAs.text(col('x.decision_id')),
        at: columnAs.moment(col('x.decided_at')),
      },
      from: sql`FROM (
  ${decisionsInEffect(
    sql`d.account_id, d.decision_id, d.decided_at`,
    isOneOf('d.account_id', input.undoAccountIds),
    raw('known_decisions'),
    raw('known_decisions'),
  )}
) AS x`,
    },
    ...receiptSelects(input.windows, {
      accepted: sql`r.recommended_csm IN (SELECT csm_name FROM target_csms)`,
      assigned: sql`a.csm_name IN (SELECT csm_name FROM target_csms)`,
      decisions: raw('known_decisions'),
    }),
  });
}

export type DecisionRow = z.infer<ReturnType<typeof decisionQueries>['row']>;

/**
 * What a decision must not take from memory, by key: the recommendations, the decisions on them,
 * the accounts' assignments and rejections, and what the target CSMs received. Reads by account,
 * because the embedded warehouse has indexes on that.
 */
export function decisionRows(input: DecisionRowsInput): Query<DecisionRow> {
  const { recommendationIds, accountIds, undoAccountIds, csms } = input;
  const { select, row } = decisionQueries(input);
  const chosen =
    csms.length === 0
      ? raw('')
      : sql`
  UNION ALL
  SELECT c.csm_name
  FROM ${valuesTable(csms, [{ name: 'csm_name', type: 'VARCHAR', value: (csm) => csm }])} AS c`;
  return query({
    name: 'decisions.rows',
    tables: ['recommendations', 'assignments', 'explanations', 'decisions', 'reviews'],
    row,
    sql: sql`WITH known_recommendations AS (
  SELECT r.*
  FROM ${t.recommendations} AS r
  WHERE ${isOneOf('r.account_id', accountIds)} AND ${isValidRecommendation}
),
known_decisions AS (
  SELECT * FROM ${t.decisions} WHERE ${isOneOf('account_id', accountIds)}
),
current_decisions AS (
  ${currentDecisions(sql`d.*`, raw('TRUE'), raw('known_decisions'), raw('known_decisions'))}
),
last_assigned AS (
  ${lastAssigned(isOneOf('account_id', accountIds))}
),
selected AS (
  SELECT
    r.*,
    ${recommendationState({ row: 'r' })} AS state,
    d.decision_id,
    d.request_id,
    d.verb AS decided_verb,
    d.csm_name AS decided_csm,
    d.decided_by_name,
    d.decided_at,
    d.assignment_before
  FROM known_recommendations AS r
  LEFT JOIN current_decisions AS d ON d.recommendation_id = r.recommendation_id
  LEFT JOIN last_assigned AS x ON x.account_id = r.account_id
  WHERE ${hasIdIn(sql`r.recommendation_id`, recommendationIds)}
    OR (${isOneOf('r.account_id', undoAccountIds)} AND ${isUnassigned()}
      AND COALESCE(d.verb, '') <> 'reject')
),
target_csms AS (
  SELECT recommended_csm AS csm_name FROM selected${chosen}
)
${select}`,
  });
}
