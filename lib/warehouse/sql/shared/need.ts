import sql, { raw, type Sql } from 'sql-template-tag';
import { t } from '@/lib/warehouse/tables';
import { listMs } from './list-page';
import { newestMarks } from './marked-accounts';
import { lastAssigned } from './state';
import { warehouseNow } from './warehouse-clock';

// Since when an account needs a CSM, and whether an assignment has answered that. The only SQL that decides
// it; docs/decisions/0027 says how a start in the future counts.

/** The tables that a statement on the accounts' need of a CSM reads, besides its own. */
export const needTables = ['accounts', 'assignments', 'decisions', 'markedAccounts'] as const;

/**
 * Condition on a time: it is in the future. Such a start counts as now. By the warehouse's clock, so that
 * a result can be cached.
 */
export function startsLater(time: Sql): Sql {
  return sql`COALESCE(${time} > ${warehouseNow}, FALSE)`;
}

const startMs = (row: string) => listMs(raw(`${row}.needs_csm_since`));

/** SELECT of the newest decision on each account that assigned it before the start that the source gave. */
const earlyDecisions: Sql = sql`SELECT d.account_id, d.decided_at, ${startMs('d')} AS start_ms
  FROM ${t.decisions} AS d
  WHERE d.needs_csm_since > d.decided_at AND d.csm_name IS NOT NULL
  QUALIFY ROW_NUMBER() OVER (PARTITION BY d.account_id ORDER BY d.decided_at DESC, d.decision_id DESC) = 1`;

/** The source's start, or the account's assignment if a decision saw this start before it came. */
const startedAt: Sql = sql`CASE WHEN e.start_ms = ${startMs('s')} AND e.decided_at <= x.assigned_at
      THEN x.assigned_at ELSE s.needs_csm_since END`;

/**
 * Adds to rows of the accounts view: `started_at`, when the account started to need a CSM by the source;
 * `is_answered`, whether it was assigned since; and `mark_at`, the time of a mark in effect. An assignment
 * answers a start in the future, unless its decision saw another one.
 * @param rows a FROM item with the account's id and `needs_csm_since`
 */
export function withNeeds(rows: Sql): Sql {
  return sql`SELECT n.*,
    n.is_assigned AND (n.started_at IS NULL OR COALESCE(n.assigned_at >= n.started_at, FALSE)
      OR (${startsLater(raw('n.started_at'))} AND NOT n.saw_other_start)) AS is_answered
  FROM (
    SELECT s.*, ${startedAt} AS started_at, x.assigned_at, x.account_id IS NOT NULL AS is_assigned,
      COALESCE(e.decided_at >= x.assigned_at, FALSE) AS saw_other_start,
      CASE WHEN m.is_marked AND COALESCE(x.assigned_at < m.marked_at, TRUE) THEN m.marked_at END AS mark_at
    FROM ${rows} AS s
    LEFT JOIN (
      ${lastAssigned(raw('TRUE'))}
    ) AS x ON x.account_id = s.account_id
    LEFT JOIN (
      ${newestMarks}
    ) AS m ON m.account_id = s.account_id
    LEFT JOIN (
      ${earlyDecisions}
    ) AS e ON e.account_id = s.account_id
  ) AS n`;
}
