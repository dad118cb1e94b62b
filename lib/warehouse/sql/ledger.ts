import sql, { raw } from 'sql-template-tag';
import type { z } from 'zod';
import type { Query } from '../types';
import { answersTo, as } from './answers';
import { type LedgerRequest, ledgerTables } from './ledger-tables';
import { query } from './statement';

const n = raw;
const sum = (column: string) => as.number(sql`SUM(${raw(column)})`);

const { select, row } = answersTo({
  /** What a CSM received by a cause, and how often a score was missing. */
  received: {
    columns: {
      csm: as.text(n('csm_name')),
      cause: as.text(n('cause')),
      accounts: as.number(n('COUNT(*)')),
      neediness: sum('neediness'),
      revenue: sum('revenue'),
      red: sum('red'),
      noNeediness: sum('no_neediness'),
      noRevenue: sum('no_revenue'),
      noHealth: sum('no_health'),
      /** The first day, counted from 1 January 1970. */
      firstDay: as.number(n('MIN(received_day)')),
    },
    from: sql`FROM counted GROUP BY csm_name, cause`,
  },
  /** What the engine gave active CSMs in a run; runs that kept no record are together by day. */
  given: {
    columns: {
      unavailable: as.optionalText(n('u.unavailable')),
      /** Counted from 1 January 1970. */
      day: as.number(n('g.received_day')),
      accounts: as.number(n('g.accounts')),
      neediness: as.number(n('g.neediness')),
      revenue: as.number(n('g.revenue')),
      red: as.number(n('g.red')),
    },
    from: sql`FROM by_run AS g LEFT JOIN runs AS u ON u.run_id = g.run_id`,
  },
});
export type LedgerRow = z.infer<typeof row>;

/**
 * Answers, of one moment, who received what in the scope's time and by which cause, and what the
 * engine gave active CSMs in each run and who could receive nothing in it.
 */
export function ledgerFigures(request: LedgerRequest): Query<LedgerRow> {
  return query(
    'ledger.figures',
    sql`WITH ${ledgerTables(request)}
${select}`,
    row,
  );
}
