import sql, { raw, type Sql } from 'sql-template-tag';
import { t } from '@/lib/warehouse/tables';

/** A column of a contract view under its type, since a redefined view may have a bare NULL for it. */
const castTo = (type: string) => (column: string) => `CAST(${column} AS ${type}) AS ${column}`;
const asVarchar = castTo('VARCHAR');
const asBoolean = castTo('BOOLEAN');
const asTimestamp = castTo('TIMESTAMP_NTZ');

/** The rows of the accounts view that have an id, of which a source may hold one several times. */
export const accountViewRows: Sql = sql`SELECT ${raw(
  [
    ...['account_id', 'account_name', 'current_csm'].map(asVarchar),
    ...['health_color', 'account_segment', 'account_level', 'industry'].map(asVarchar),
    ...[asBoolean('needs_csm'), asTimestamp('needs_csm_since')],
    ...['neediness_score', 'health_score', 'revenue'],
  ].join(', '),
)}
  FROM ${t.accounts}
  WHERE account_id IS NOT NULL`;

const csmViewRows: Sql = sql`SELECT ${raw(
  [
    ...['csm_name', 'manager_name', 'segment', 'account_level'].map(asVarchar),
    ...[asBoolean('is_active'), asTimestamp('away_until'), 'tenure_months', 'capacity'],
  ].join(', '),
)}
  FROM ${t.csms}
  WHERE csm_name IS NOT NULL`;

/** Which of its rows stands for an account, or a CSM, that a source holds several times. */
const preferredAccountRow = raw(`ROW_NUMBER() OVER (
    PARTITION BY account_id
    ORDER BY COALESCE(needs_csm, FALSE) DESC, account_name, current_csm, neediness_score,
      health_score, revenue
  ) = 1`);
const preferredCsmRow = raw(`ROW_NUMBER() OVER (
    PARTITION BY csm_name
    ORDER BY COALESCE(is_active, FALSE) DESC, tenure_months DESC NULLS LAST, manager_name, segment,
      account_level, capacity, away_until
  ) = 1`);

/**
 * Every row of a source that has its key once, and one of those that share theirs. To rank all of
 * them costs more than to find out that next to none do.
 */
function dedupe(source: Sql, key: string, first: Sql): Sql {
  const column = raw(key);
  return sql`WITH source AS (
    ${source}
  ),
  repeated AS (
    SELECT ${column} FROM source GROUP BY ${column} HAVING COUNT(*) > 1
  )
  SELECT s.*
  FROM source AS s
  LEFT JOIN repeated AS r ON r.${column} = s.${column}
  WHERE r.${column} IS NULL
  UNION ALL
  SELECT *
  FROM source
  WHERE ${column} IN (SELECT ${column} FROM repeated)
  QUALIFY ${first}`;
}

/** Thousands of accounts once each, of `rows` as `accountRows` has them; see `knownAccounts`. */
export function allAccountsDeduped(rows: Sql = accountViewRows): Sql {
  return dedupe(rows, 'account_id', preferredAccountRow);
}

/**
 * A few accounts once each, the one that needs a CSM first where a source holds it several times;
 * the rest of the order only makes the choice the same every time.
 * @param scope a condition on the columns of the accounts view
 * @param accounts what is read instead of the view, where a statement has read it already
 */
export function accountsDeduped(scope: Sql, accounts: Sql = t.accounts): Sql {
  return sql`SELECT *
  FROM ${accounts}
  WHERE ${scope}
  QUALIFY ${preferredAccountRow}`;
}

/** Every CSM once, active where any of their rows is. */
export const csmsDeduped: Sql = dedupe(csmViewRows, 'csm_name', preferredCsmRow);
