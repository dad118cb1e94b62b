import sql, { raw, type Sql } from 'sql-template-tag';
import { t } from '@/lib/warehouse/tables';
import { lastAssigned } from './state';

/** SELECT of the newest row of each account that was ever marked. */
export const newestMarks: Sql = sql`SELECT account_id, is_marked, marked_at
  FROM ${t.markedAccounts}
  QUALIFY ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY marked_at DESC) = 1`;

/**
 * SELECT of the marks in effect, as `mark_of` and `mark_at`: not taken back, and without an assignment
 * since.
 */
export const openMarks: Sql = sql`SELECT m.account_id AS mark_of, m.marked_at AS mark_at
  FROM (
    ${newestMarks}
  ) AS m
  LEFT JOIN (
    ${lastAssigned(raw('TRUE'))}
  ) AS x ON x.account_id = m.account_id
  WHERE m.is_marked AND COALESCE(x.assigned_at < m.marked_at, TRUE)`;
