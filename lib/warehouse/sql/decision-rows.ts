import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { decisionVerbs } from './decisions';
import { recommendationFactColumns, recommendationFactsFrom } from './read-model';
import { type FactWindows, receiptSelects } from './receipts';
import { idsTable } from './recommendations';
import { batchQuery, columnAs } from './shared/batch-query';
import { timestampBind } from './shared/columns';
import { microsecondsOf } from './shared/microseconds';
import { padded, paddedLength } from './shared/padding';
import {
  decisionsInEffect,
  isValidRecommendation,
  newestUnassigned,
  recommendationState,
  recommendationStates,
} from './shared/state';
import { query } from './shared/statement';

/** What a transaction decides. */
export interface DecisionRowsInput {
  /** At least one. */
  readonly recommendationIds: readonly string[];
  /** The accounts of the recommendations. At least one. */
  readonly accountIds: readonly string[];
  /** The accounts of the decisions to undo; may be empty. */
  readonly undoAccountIds: readonly string[];
  /** The CSMs who may receive an account; may be empty. */
  readonly csms: readonly string[];
  /** When the oldest of the recommendations was made. Only a newer one can supersede it. */
  readonly since: Date;
  readonly windows: FactWindows;
}

const col = (name: string) => raw(name);

const isOneOf = (column: string, values: readonly string[]): Sql =>
  values.length === 0 ? raw('FALSE') : sql`${raw(column)} IN (${join([...values])})`;

const isSelected = (column: string): Sql =>
  sql`${raw(column)} IN (SELECT recommendation_id FROM ids)`;

function decisionSelects({ accountIds, csms, since, windows }: DecisionRowsInput) {
  return {
    recommendation: {
      columns: {
        ...recommendationFactColumns,
        /** Without the decisions and what happened to the account, which are rows of their own. */
        state: columnAs.oneOf(recommendationStates)(
          recommendationState({ verb: 'CAST(NULL AS VARCHAR)', ofAccount: false }),
        ),
      },
      from: recommendationFactsFrom('selected'),
    },
    /** Every decision on these recommendations, also undos and undone ones. */
    decision: {
      columns: {
        id: columnAs.text(col('d.decision_id')),
        requestId: columnAs.text(col('d.request_id')),
        recommendationId: columnAs.text(col('d.recommendation_id')),
        verb: columnAs.oneOf(decisionVerbs)(col('d.verb')),
        csm: columnAs.optionalText(col('d.csm_name')),
        byName: columnAs.text(col('d.decided_by_name')),
        at: columnAs.moment(col('d.decided_at')),
        undoes: columnAs.optionalText(col('d.undoes')),
        /** JSON */
        assignmentBefore: columnAs.optionalText(col('d.assignment_before')),
      },
      from: sql`FROM ${t.decisions} AS d WHERE ${isSelected('d.recommendation_id')}`,
    },
    /** The accounts' assignments. Their times are exact, and also Dates to compare. */
    assignment: {
      columns: {
        accountId: columnAs.text(col('a.account_id')),
        csmName: columnAs.exactText(col('a.csm_name')),
        assignedAt: columnAs.exactText(microsecondsOf(col('a.assignment_date'))),
        method: columnAs.exactText(col('a.assignment_method')),
        feedback: columnAs.exactText(col('a.llm_review_feedback')),
        updatedAt: columnAs.exactText(microsecondsOf(col('a.last_updated'))),
        assignedTime: columnAs.optionalMoment(col('a.assignment_date')),
        updatedTime: columnAs.optionalMoment(col('a.last_updated')),
      },
      from: sql`FROM ${t.assignments} AS a WHERE ${isOneOf('a.account_id', accountIds)}`,
    },
    /** The accounts' newest unassigned recommendations, if they were made `since`. */
    newest: {
      columns: {
        accountId: columnAs.text(col('y.account_id')),
        id: columnAs.text(col('y.recommendation_id')),
        csm: columnAs.text(col('y.recommended_csm')),
        at: columnAs.moment(col('y.recommendation_timestamp')),
      },
      from: sql`FROM (
  ${newestUnassigned(
    sql`r.recommendation_timestamp >= ${timestampBind(since)}
      AND ${isOneOf('r.account_id', accountIds)}`,
  )}
) AS y`,
    },
    /** The head of the audit trail; one row. */
    auditHead: {
      columns: {
        entry_number: columnAs.number(col('h.entry_number')),
        entry_hash: columnAs.text(col('h.entry_hash')),
      },
      from: sql`FROM ${t.auditHead} AS h`,
    },
    ...receiptSelects(windows, {
      accepted: isOneOf('r.recommended_csm', csms),
      assigned: isOneOf('a.csm_name', csms),
      rejected: isOneOf('d.account_id', accountIds),
    }),
  };
}

/** The decisions in effect that may be newer than one to undo. */
const undoSelects = (accountIds: readonly string[]) =>
  ({
    decided: {
      columns: {
        accountId: columnAs.text(col('x.account_id')),
        id: columnAs.text(col('x.decision_id')),
        byName: columnAs.text(col('x.decided_by_name')),
        at: columnAs.moment(col('x.decided_at')),
      },
      from: sql`FROM (
  ${decisionsInEffect(
    sql`d.account_id, d.decision_id, d.decided_by_name, d.decided_at`,
    isOneOf('d.account_id', accountIds),
  )}
) AS x`,
    },
  }) as const;

/** The input with lists of the same length, or none, so that few texts of the statement differ. */
function withPaddedLists(input: DecisionRowsInput): DecisionRowsInput {
  const { recommendationIds, accountIds, undoAccountIds, csms } = input;
  const lists = { recommendationIds, accountIds, undoAccountIds, csms };
  const length = paddedLength(Math.max(...Object.values(lists).map((list) => list.length)));
  const pad = (list: readonly string[]) => padded(list, length);
  return {
    ...input,
    recommendationIds: pad(recommendationIds),
    accountIds: pad(accountIds),
    undoAccountIds: pad(undoAccountIds),
    csms: pad(csms),
  };
}

function withUndoQueries(input: DecisionRowsInput) {
  return batchQuery({ ...decisionSelects(input), ...undoSelects(input.undoAccountIds) });
}
export type DecisionRow = z.infer<ReturnType<typeof withUndoQueries>['row']>;

/**
 * What a decision must not take from memory, by key: the recommendations, the decisions on them,
 * the accounts' assignments, rejections, and newest recommendations, what the CSMs received, and the
 * head of the audit trail.
 *
 * Its time does not depend on the length of the history. Recommendations and decisions are found by
 * recommendation id, which rises with time, or since a time, so that both engines skip old data. Only
 * an undo reads by account, a few columns, by the embedded warehouse's indexes.
 */
export function decisionRows(input: DecisionRowsInput): Query<DecisionRow> {
  const lists = withPaddedLists(input);
  const { select, row } =
    lists.undoAccountIds.length > 0 ? withUndoQueries(lists) : batchQuery(decisionSelects(lists));
  return query({
    name: 'decisions.rows',
    tables: [
      'recommendations',
      'assignments',
      'explanations',
      'decisions',
      'reviews',
      'snoozes',
      'auditHead',
    ],
    row,
    sql: sql`WITH ids AS (
  SELECT recommendation_id FROM ${idsTable(lists.recommendationIds)} AS i
),
selected AS (
  SELECT r.*
  FROM ${t.recommendations} AS r
  WHERE ${isSelected('r.recommendation_id')} AND ${isValidRecommendation}
)
${select}`,
  });
}
