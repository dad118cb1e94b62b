import sql, { join, raw } from 'sql-template-tag';
import type { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { decisionVerbs } from './decisions';
import {
  accountFactColumns,
  recommendationFactColumns,
  recommendationFactsFrom,
} from './read-model';
import { hasIdIn } from './recommendations';
import { batchQuery, columnAs, rowsFor } from './shared/batch-query';
import { idBind } from './shared/columns';
import { scopedAccounts } from './shared/dedupe';
import { isEarlierReassignment } from './shared/earlier-program';
import { needTables } from './shared/need';
import { recommendationScore } from './shared/recommendation-score';
import type { ScopePolicy } from './shared/routing-scope';
import {
  currentDecisions,
  isValidByIndex,
  isValidRecommendation,
  lastAssigned,
  newestUnassigned,
  recommendationState,
  recommendationStates,
} from './shared/state';
import { query } from './shared/statement';

const col = (name: string) => raw(name);

/** A recommendation and its account. */
export interface RecordKey {
  readonly recommendationId: string;
  readonly accountId: string;
}

function recordSelects(keys: readonly RecordKey[]) {
  return batchQuery({
    explanation: {
      columns: {
        recommendationId: columnAs.text(col('e.recommendation_id')),
        /** JSON text. */
        explanation: columnAs.text(col('e.explanation')),
        policyVersion: columnAs.number(col('e.policy_version')),
      },
      from: sql`FROM ${t.explanations} AS e WHERE ${hasIdIn(
        sql`e.recommendation_id`,
        keys.map(({ recommendationId }) => recommendationId),
      )}`,
    },
    recommendation: {
      columns: {
        id: columnAs.text(col('r.recommendation_id')),
        accountId: columnAs.text(col('r.account_id')),
        recommendedCsm: columnAs.text(col('r.recommended_csm')),
        recommendedAt: columnAs.moment(col('r.recommendation_timestamp')),
        accepted: columnAs.flag(col('r.was_assigned')),
        actualCsm: columnAs.optionalText(col('r.actual_assigned_csm')),
        score: columnAs.optionalNumber(recommendationScore('r')),
        runId: columnAs.optionalText(col('r.run_id')),
        /** Whether the earlier program reassigned the account to this CSM. */
        byEarlierProgram: columnAs.flag(isEarlierReassignment(col('r.assignment_method'))),
        place: columnAs.number(col('r.place')),
      },
      from: sql`FROM past AS r
LEFT JOIN (
  SELECT * FROM ${t.explanations}
  WHERE recommendation_id IN (SELECT recommendation_id FROM past)
) AS e ON e.recommendation_id = r.recommendation_id`,
    },
    decision: {
      columns: {
        id: columnAs.text(col('d.decision_id')),
        recommendationId: columnAs.text(col('d.recommendation_id')),
        accountId: columnAs.text(col('d.account_id')),
        verb: columnAs.oneOf(decisionVerbs)(col('d.verb')),
        recommendedCsm: columnAs.optionalText(col('d.recommended_csm')),
        csm: columnAs.optionalText(col('d.csm_name')),
        reason: columnAs.optionalText(col('d.reason')),
        note: columnAs.optionalText(col('d.note')),
        acknowledgedRules: columnAs.optionalText(col('d.set_aside')),
        byName: columnAs.text(col('d.decided_by_name')),
        at: columnAs.moment(col('d.decided_at')),
        place: columnAs.number(col('d.place')),
      },
      from: sql`FROM (
  SELECT d.*, ROW_NUMBER() OVER (
    PARTITION BY d.account_id ORDER BY d.decided_at DESC, d.decision_id DESC
  ) AS place
  FROM ${t.decisions} AS d
  WHERE ${isOfAccount('d.account_id', keys)}
) AS d
WHERE d.place <= 100`,
    },
    note: {
      columns: {
        id: columnAs.text(col('n.note_id')),
        accountId: columnAs.text(col('n.account_id')),
        /** Missing for a note about the account. */
        recommendationId: columnAs.optionalText(col('n.recommendation_id')),
        note: columnAs.text(col('n.note')),
        byName: columnAs.text(col('n.created_by_name')),
        at: columnAs.moment(col('n.created_at')),
        place: columnAs.number(col('n.place')),
      },
      from: sql`FROM (
  SELECT n.*, ROW_NUMBER() OVER (
    PARTITION BY n.account_id ORDER BY n.created_at DESC, n.note_id DESC
  ) AS place
  FROM ${t.notes} AS n
  WHERE ${isOfAccount('n.account_id', keys)}
) AS n
WHERE n.place <= 100`,
    },
  });
}

const isOfAccount = (column: string, keys: readonly RecordKey[]) =>
  sql`${raw(column)} IN (${join([...new Set(keys.map(({ accountId }) => accountId))])})`;

type RecordRow = z.infer<ReturnType<typeof recordSelects>['row']>;
type RecordFacts<Question> = Omit<
  Extract<RecordRow, { question: Question }>,
  'question' | 'place' | 'accountId'
>;
export type PastRecommendation = RecordFacts<'recommendation'>;
export type PastNote = RecordFacts<'note'>;
export type PastDecision = Omit<RecordFacts<'decision'>, 'acknowledgedRules'> & {
  readonly acknowledgedRules: readonly string[];
};

/**
 * The explanations of recommendations whose runs stored one, and each account's newest 50
 * recommendations, 100 decisions, and 100 notes. Takes the accounts' ids, because the embedded
 * warehouse has indexes on those.
 * @param keys at least one
 */
export function recommendationRecords(keys: readonly RecordKey[]): Query<RecordRow> {
  const { select, row } = recordSelects(keys);
  return query({
    name: 'recommendations.records',
    tables: ['recommendations', 'explanations', 'decisions', 'notes'],
    row,
    sql: sql`WITH past AS (
  SELECT r.*, ROW_NUMBER() OVER (
    PARTITION BY r.account_id
    ORDER BY r.recommendation_timestamp DESC, r.recommendation_id DESC
  ) AS place
  FROM ${t.recommendations} AS r
  WHERE ${isOfAccount('r.account_id', keys)}
    AND ${isValidByIndex}
  QUALIFY place <= 50
)
${select}`,
  });
}

/** One record of `recommendationRecords`, newest first. */
export function toRecord(
  rows: readonly RecordRow[],
  { recommendationId, accountId }: RecordKey,
): {
  readonly explanation: Omit<RecordFacts<'explanation'>, 'recommendationId'> | null;
  readonly recommendations: readonly PastRecommendation[];
  readonly decisions: readonly PastDecision[];
  readonly notes: readonly PastNote[];
} {
  const isOfThis = (row: { readonly accountId: string }) => row.accountId === accountId;
  const explanation = rowsFor(rows, 'explanation').find(
    (row) => row.recommendationId === recommendationId,
  );
  return {
    explanation: explanation ?? null,
    recommendations: inPlace(rowsFor(rows, 'recommendation').filter(isOfThis)).map(
      ({ question: _, place: __, accountId: ___, ...recommendation }) => recommendation,
    ),
    decisions: inPlace(rowsFor(rows, 'decision').filter(isOfThis)).map(
      ({ question: _, place: __, accountId: ___, acknowledgedRules, ...decision }) => ({
        ...decision,
        acknowledgedRules: acknowledgedRules?.split(' ') ?? [],
      }),
    ),
    notes: inPlace(rowsFor(rows, 'note').filter(isOfThis)).map(
      ({ question: _, place: __, accountId: ___, ...note }) => note,
    ),
  };
}

function inPlace<Row extends { readonly place: number }>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => a.place - b.place);
}

const newerOf = (column: string) =>
  col(`CASE WHEN y.recommendation_id <> s.recommendation_id THEN ${column} END`);

function byIdSelects(recommendationId: string) {
  const isScoped = sql`d.recommendation_id = ${idBind(recommendationId)}`;
  return batchQuery({
    recommendation: {
      columns: {
        ...recommendationFactColumns,
        state: columnAs.oneOf(recommendationStates)(recommendationState()),
        decisionId: columnAs.optionalText(col('d.decision_id')),
        decidedVerb: columnAs.optionalText(col('d.verb')),
        decidedCsm: columnAs.optionalText(col('d.csm_name')),
        decidedByName: columnAs.optionalText(col('d.decided_by_name')),
        decidedAt: columnAs.optionalMoment(col('d.decided_at')),
        /** The account's newest unassigned recommendation, unless it is this one. */
        newerId: columnAs.optionalText(newerOf('y.recommendation_id')),
        newerCsm: columnAs.optionalText(newerOf('y.recommended_csm')),
      },
      from: sql`${recommendationFactsFrom('scoped')}
LEFT JOIN (
  ${currentDecisions(
    sql`d.recommendation_id, d.decision_id, d.verb, d.csm_name, d.decided_by_name, d.decided_at`,
    isScoped,
  )}
) AS d ON d.recommendation_id = s.recommendation_id
LEFT JOIN (
  ${lastAssigned(sql`account_id IN (SELECT account_id FROM scoped)`)}
) AS x ON x.account_id = s.account_id
LEFT JOIN (
  ${newestUnassigned(sql`r.account_id IN (SELECT account_id FROM scoped)`)}
) AS y ON y.account_id = s.account_id`,
    },
  });
}

/** A recommendation in any state, with the decision in effect. */
export function recommendationById(
  recommendationId: string,
): Query<z.infer<ReturnType<typeof byIdSelects>['row']>> {
  const { select, row } = byIdSelects(recommendationId);
  return query({
    name: 'recommendations.by-id',
    tables: ['recommendations', 'assignments', 'explanations', 'decisions', 'reviews', 'snoozes'],
    row,
    sql: sql`WITH scoped AS (
  SELECT r.*
  FROM ${t.recommendations} AS r
  WHERE r.recommendation_id = ${idBind(recommendationId)} AND ${isValidRecommendation}
)
${select}`,
  });
}

const accountSelect = (accountId: string, policy: ScopePolicy) =>
  batchQuery({
    account: {
      columns: accountFactColumns,
      from: sql`FROM (
  ${scopedAccounts(policy, sql`account_id = ${accountId}`)}
) AS a`,
    },
  });

/** An account as facts for the read model. No row if it does not exist. */
export function accountById(
  accountId: string,
  policy: ScopePolicy,
): Query<z.infer<ReturnType<typeof accountSelect>['row']>> {
  const { select, row } = accountSelect(accountId, policy);
  return query({ name: 'accounts.by-id', tables: needTables, row, sql: select });
}
