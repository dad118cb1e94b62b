import sql, { raw, type Sql } from 'sql-template-tag';
import type { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';
import { batchQuery, columnAs, type FactsOf } from './shared/batch-query';
import { timestampBind } from './shared/columns';
import { decisionsInEffect } from './shared/state';
import { query } from './shared/statement';

const col = (name: string) => raw(name);

/** When something is too old to matter to any rule, and which accounts a rule is about. */
export interface FactWindows {
  readonly receivedSince: Date;
  readonly rejectedSince: Date;
  /** The neediness from which an account is high-need. */
  readonly highNeedFrom: number;
}

/**
 * SELECTs for the accounts that CSMs received since a time, and for rejections that still count. An
 * account counts as received when its recommendation was accepted and when it was assigned, by this
 * program or another.
 * @param scope conditions on the rows, to read only some of them
 */
export function receiptSelects(
  { receivedSince, rejectedSince }: Pick<FactWindows, 'receivedSince' | 'rejectedSince'>,
  scope: { readonly accepted?: Sql; readonly assigned?: Sql; readonly rejected?: Sql } = {},
) {
  const all = col('TRUE');
  const since = timestampBind(receivedSince);
  return {
    accepted: {
      columns: {
        id: columnAs.text(col('r.recommendation_id')),
        csm: columnAs.text(col('r.recommended_csm')),
        accountId: columnAs.optionalText(col('r.account_id')),
        at: columnAs.moment(col('r.recommendation_timestamp')),
      },
      from: sql`FROM ${t.recommendations} AS r
WHERE r.was_assigned = TRUE AND r.recommended_csm IS NOT NULL
  AND r.recommendation_timestamp > ${since} AND ${scope.accepted ?? all}`,
    },
    assigned: {
      columns: {
        csm: columnAs.text(col('a.csm_name')),
        accountId: columnAs.optionalText(col('a.account_id')),
        at: columnAs.moment(col('a.assignment_date')),
      },
      from: sql`FROM ${t.assignments} AS a
WHERE a.csm_name IS NOT NULL AND a.assignment_date > ${since} AND ${scope.assigned ?? all}`,
    },
    rejected: {
      columns: {
        decisionId: columnAs.text(col('x.decision_id')),
        csm: columnAs.text(col('x.recommended_csm')),
        accountId: columnAs.text(col('x.account_id')),
        at: columnAs.moment(col('x.decided_at')),
      },
      from: sql`FROM (
  ${decisionsInEffect(
    sql`d.decision_id, d.recommended_csm, d.account_id, d.decided_at`,
    sql`d.verb = 'reject' AND d.recommended_csm IS NOT NULL
      AND d.decided_at > ${timestampBind(rejectedSince)} AND ${scope.rejected ?? all}`,
    t.decisions,
    // An undo is newer than the rejection.
    sql`(SELECT undoes FROM ${t.decisions} WHERE decided_at > ${timestampBind(rejectedSince)})`,
  )}
) AS x`,
    },
  } as const;
}

function receiptQueries(windows: FactWindows) {
  return batchQuery({
    ...receiptSelects(windows),
    highNeed: highNeedSelect(windows),
    name: nameSelect,
  });
}

/** The accounts that were high-need in a recent recommendation, and when that was made. */
function highNeedSelect({ receivedSince, highNeedFrom }: FactWindows) {
  return {
    columns: {
      accountId: columnAs.text(col('r.account_id')),
      at: columnAs.moment(col('MAX(r.recommendation_timestamp)')),
    },
    from: sql`FROM ${t.recommendations} AS r
WHERE r.account_id IS NOT NULL AND r.neediness_score >= ${highNeedFrom}
  AND r.recommendation_timestamp > ${timestampBind(receivedSince)}
GROUP BY r.account_id`,
  } as const;
}

/**
 * Every spelling of a name in recommendations and assignments, of any time. Decisions have the same ones.
 */
const nameSelect = {
  columns: { name: columnAs.text(col('n.name')) },
  from: sql`FROM (
  SELECT recommended_csm AS name FROM ${t.recommendations}
  UNION SELECT actual_assigned_csm FROM ${t.recommendations}
  UNION SELECT csm_name FROM ${t.assignments}
) AS n
WHERE n.name IS NOT NULL`,
} as const;

type ReceiptRow = z.infer<ReturnType<typeof receiptQueries>['row']>;
export type AcceptedFacts = FactsOf<ReceiptRow, 'accepted'>;
export type AssignedFacts = FactsOf<ReceiptRow, 'assigned'>;
export type RejectedFacts = FactsOf<ReceiptRow, 'rejected'>;

/**
 * The accounts that CSMs received recently, which were high-need, the rejections that still count, and
 * the spellings of names.
 */
export function receiptFacts(windows: FactWindows): Query<ReceiptRow> {
  const { select, row } = receiptQueries(windows);
  return query({
    name: 'read-model.receipts',
    tables: ['recommendations', 'assignments', 'decisions'],
    row,
    sql: select,
  });
}
