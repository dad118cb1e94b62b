import sql, { raw } from 'sql-template-tag';
import { z } from 'zod';
import { decisionVerbs } from '@/lib/warehouse/sql/decisions';
import { amount, id, instant, optionalText } from '@/lib/warehouse/sql/shared/columns';
import { accountsDeduped } from '@/lib/warehouse/sql/shared/dedupe';
import {
  isAfter,
  type ListPage,
  listMs,
  listOrder,
  offsetOf,
} from '@/lib/warehouse/sql/shared/list-page';
import { rowLimit } from '@/lib/warehouse/sql/shared/row-limit';
import { inPeriod } from '@/lib/warehouse/sql/shared/scope';
import { isOneOfPeople, type Spellings, spelled } from '@/lib/warehouse/sql/shared/spellings';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Query } from '@/lib/warehouse/types';

const csmDecisionRow = z
  .object({
    decision_id: id,
    recommendation_id: id,
    account_id: id,
    account_name: optionalText,
    verb: z.enum(decisionVerbs),
    recommended_csm: optionalText,
    csm_name: optionalText,
    reason: optionalText,
    note: optionalText,
    decided_by_name: optionalText,
    decided_at: instant,
    list_ms: amount,
  })
  .transform((row) => ({
    recommendationId: row.recommendation_id,
    accountId: row.account_id,
    accountName: row.account_name,
    verb: row.verb,
    from: row.recommended_csm,
    to: row.csm_name,
    reason: row.reason,
    note: row.note,
    byName: row.decided_by_name,
    at: row.decided_at,
    key: { ms: row.list_ms, id: row.decision_id },
  }));
export type CsmDecisionRow = z.infer<typeof csmDecisionRow>;

/**
 * Part of the decisions of a period on recommendations of a CSM, and of overrides to them, newest
 * first.
 */
export function csmDecisions(
  { name, spellings }: { readonly name: string; readonly spellings: Spellings },
  period: { readonly from: Date; readonly to: Date },
  page: ListPage,
): Query<CsmDecisionRow> {
  const [time, key] = [raw('d.decided_at'), raw('d.decision_id')];
  const isTheirs = (column: string) => isOneOfPeople(raw(column), [name], spellings);
  return reportQuery({
    name: 'csms.decisions',
    tables: ['decisions', 'accounts'],
    row: csmDecisionRow,
    sql: sql`WITH listed AS (
  SELECT d.*, ${listMs(time)} AS list_ms
  FROM ${t.decisions} AS d
  WHERE ${inPeriod(time, period)} AND (${isTheirs('d.recommended_csm')} OR ${isTheirs('d.csm_name')})
    AND ${isAfter(page, time, key)}
  ${listOrder(time, key)}
  LIMIT ${rowLimit(page.limit)} OFFSET ${rowLimit(offsetOf(page))}
)
SELECT d.decision_id, d.recommendation_id, d.account_id, a.account_name, d.verb,
  ${spelled(raw('d.recommended_csm'), spellings)} AS recommended_csm,
  ${spelled(raw('d.csm_name'), spellings)} AS csm_name, d.reason, d.note, d.decided_by_name, d.decided_at, d.list_ms
FROM listed AS d
LEFT JOIN (
  ${accountsDeduped(sql`account_id IN (SELECT account_id FROM listed)`)}
) AS a ON a.account_id = d.account_id
${listOrder(time, key)}`,
  });
}
