import sql, { raw } from 'sql-template-tag';
import { z } from 'zod';
import { accountStateCtes, isOpen } from '@/lib/warehouse/sql/accounts';
import {
  amount,
  id,
  optionalInstant,
  optionalText,
  timestampBind,
} from '@/lib/warehouse/sql/shared/columns';
import { scopedAccounts } from '@/lib/warehouse/sql/shared/dedupe';
import {
  isAfter,
  type ListPage,
  listMs,
  listOrder,
  offsetOf,
} from '@/lib/warehouse/sql/shared/list-page';
import { needTables } from '@/lib/warehouse/sql/shared/need';
import type { ScopePolicy } from '@/lib/warehouse/sql/shared/routing-scope';
import { rowLimit } from '@/lib/warehouse/sql/shared/row-limit';
import { inClasses, inTeams, type Scope } from '@/lib/warehouse/sql/shared/scope';
import { spelled } from '@/lib/warehouse/sql/shared/spellings';
import { reportQuery } from '@/lib/warehouse/sql/shared/statement';
import type { Query } from '@/lib/warehouse/types';

/** Where accounts are listed if nothing says since when they wait. */
const LAST = new Date('9999-01-01T00:00:00Z');

const openAccountRow = z
  .object({
    account_id: id,
    account_name: optionalText,
    segment: optionalText,
    level: optionalText,
    needs_csm_since: optionalInstant,
    recommendation_id: optionalText,
    recommended_csm: optionalText,
    recommended_at: optionalInstant,
    list_ms: amount,
    total: amount,
    pending: amount,
  })
  .transform((row) => ({
    id: row.account_id,
    name: row.account_name,
    segment: row.segment,
    level: row.level,
    /** Null if the source does not say since when. */
    since: row.needs_csm_since,
    /** The pending recommendation, if there is one. */
    recommendation:
      row.recommendation_id === null || row.recommended_csm === null || row.recommended_at === null
        ? null
        : { id: row.recommendation_id, csm: row.recommended_csm, at: row.recommended_at },
    key: { ms: row.list_ms, id: row.account_id },
    total: row.total,
    /** Of all of them, those with a pending recommendation. */
    pending: row.pending,
  }));
export type OpenAccountRow = z.infer<typeof openAccountRow>;

/**
 * Part of the accounts that need a CSM now and started to before a time, longest-waiting first, with
 * their pending recommendations. A team filter selects by the recommended CSM, and keeps accounts without
 * a recommendation.
 * @param until the end of the period; null for all accounts that need a CSM now
 */
export function openAccounts(
  request: { readonly scope: Scope; readonly limits: ScopePolicy; readonly until: Date | null },
  page: ListPage,
): Query<OpenAccountRow> {
  const { scope, limits, until } = request;
  const [time, key] = [raw('o.list_at'), raw('o.account_id')];
  return reportQuery({
    name: 'handover.open',
    tables: ['recommendations', ...needTables],
    row: openAccountRow,
    sql: sql`WITH ${accountStateCtes(scopedAccounts(limits, raw('needs_csm = TRUE')))},
open_accounts AS (
  SELECT a.account_id, a.account_name, a.segment, a.level, a.needs_csm_since,
    CAST(p.recommendation_id AS VARCHAR) AS recommendation_id,
    ${spelled(raw('p.recommended_csm'), scope.spellings)} AS recommended_csm,
    p.recommendation_timestamp AS recommended_at,
    COALESCE(a.needs_csm_since, p.recommendation_timestamp, ${timestampBind(LAST)}) AS list_at
  FROM account_states AS a
  LEFT JOIN pending AS p ON p.account_id = a.account_id
  WHERE ${isOpen}
    AND ${until === null ? raw('TRUE') : sql`COALESCE(a.needs_csm_since < ${timestampBind(until)}, TRUE)`}
    AND ${inClasses(scope, { segment: raw('a.segment'), level: raw('a.level') })}
    AND (p.account_id IS NULL OR ${inTeams(scope, raw('p.recommended_csm'))})
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY a.account_id ORDER BY p.recommendation_timestamp DESC, p.recommendation_id DESC
  ) = 1
)
SELECT o.*, ${listMs(time)} AS list_ms, COUNT(*) OVER () AS total,
  COUNT(o.recommendation_id) OVER () AS pending
FROM open_accounts AS o
WHERE ${isAfter(page, time, key, { direction: 'oldest_first' })}
${listOrder(time, key, 'oldest_first')}
LIMIT ${rowLimit(page.limit)} OFFSET ${rowLimit(offsetOf(page))}`,
  });
}
