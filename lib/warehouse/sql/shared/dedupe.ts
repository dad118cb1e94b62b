import sql, { raw, type Sql } from 'sql-template-tag';
import { t } from '@/lib/warehouse/tables';
import { timestampBind } from './columns';
import { comparableName } from './comparable-name';
import { withNeeds } from './need';
import { hasStatus, isOfClasses, type ScopePolicy } from './routing-scope';

/**
 * Casts a contract view's column, because a redefined view may have a bare NULL or text for it. A text
 * that is not of this type fails, and the error names the column (`withViewProblems`).
 */
const castTo = (type: string) => (column: string) => `CAST(${column} AS ${type}) AS ${column}`;
const asVarchar = castTo('VARCHAR');
const asBoolean = castTo('BOOLEAN');
const asDouble = castTo('DOUBLE');
const asTimestamp = castTo('TIMESTAMP_NTZ');

const accountTexts = [
  'account_id',
  'account_name',
  'current_csm',
  'health_color',
  'account_segment',
  'account_level',
  'industry',
];
const accountNumbers = ['neediness_score', 'health_score', 'revenue'];
const accountColumnNames = [...accountTexts, ...accountNumbers];
const accountColumns = raw(
  [...accountTexts.map(asVarchar), ...accountNumbers.map(asDouble)].join(', '),
);

/** Rows of the accounts view that have an id. A source may contain an account several times. */
const accountViewRows: Sql = sql`SELECT ${accountColumns}, ${raw(asBoolean('needs_csm'))},
    ${raw(asTimestamp('needs_csm_since'))}
  FROM ${t.accounts}
  WHERE account_id IS NOT NULL`;

/** Rows of the accounts view with whether they are in the policy's classes and have one of its statuses. */
export function unmarkedAccountRows(policy: ScopePolicy): Sql {
  return sql`SELECT ${accountColumns}, ${raw(asBoolean('needs_csm'))},
    ${raw(asTimestamp('needs_csm_since'))}, ${isOfClasses(policy)} AS in_classes,
    ${hasStatus(policy)} AS has_status
  FROM ${t.accounts}
  WHERE account_id IS NOT NULL`;
}

const isMarked = raw('s.mark_at IS NOT NULL');

/** Condition: by the source, the account needs a CSM and was not assigned since it started to. */
const waitsBySource = raw('COALESCE(s.needs_csm AND s.has_status, FALSE) AND NOT s.is_answered');

/**
 * Rows of the accounts view for what the program routes: an account outside the policy's scope is not
 * `in_policy_scope`, and does not need a CSM. One that a person marked needs a CSM, whatever its status:
 * since it was marked, unless the source says that it was already waiting then. `assigned_since` says
 * whether it was assigned since it started to need a CSM.
 * @param rows a FROM item like `unmarkedAccountRows`
 */
export function withMarks(rows: Sql): Sql {
  return sql`SELECT ${raw(accountColumnNames.map((name) => `s.${name}`).join(', '))},
    CASE WHEN ${isMarked} AND NOT (${waitsBySource}) THEN s.mark_at ELSE s.started_at END AS needs_csm_since,
    s.is_answered AND NOT ${isMarked} AS assigned_since,
    s.in_classes AND (s.has_status OR ${isMarked}) AS in_policy_scope,
    s.in_classes AND (s.has_status OR ${isMarked}) AND (s.needs_csm OR ${isMarked}) AS needs_csm
  FROM (
    ${withNeeds(rows)}
  ) AS s`;
}

/** Rows of the accounts view as they are routed (`withMarks`). */
export function scopedAccountRows(policy: ScopePolicy): Sql {
  return withMarks(sql`(
    ${unmarkedAccountRows(policy)}
  )`);
}

/** A text in the CSM details, or the view's. "Any" is how a person says that a CSM takes every class. */
const detailOr = (column: string) => `COALESCE(NULLIF(TRIM(d.${column}), ''), v.${column})`;

/**
 * Rows of the CSM view that have a name, with the values of the CSM details, which take precedence
 * even if the view was redefined and ignores them. A source may contain a CSM several times.
 * `tenure_months` counts only without a `start_date`, and a leave is either the details' or the view's.
 */
const csmViewRows: Sql = sql`SELECT v.csm_name, v.is_active,
    ${raw(detailOr('manager_name'))} AS manager_name,
    NULLIF(${raw(detailOr('segment'))}, 'Any') AS segment,
    NULLIF(${raw(detailOr('account_level'))}, 'Any') AS account_level,
    d.start_date,
    COALESCE(d.tenure_months, v.tenure_months) AS tenure_months,
    COALESCE(d.capacity, v.capacity) AS capacity,
    d.away_from,
    COALESCE(d.away_until, v.away_until) AS away_until
  FROM (
    SELECT ${raw(
      [
        ...['csm_name', 'manager_name', 'segment', 'account_level'].map(asVarchar),
        asBoolean('is_active'),
        asTimestamp('away_until'),
        ...['tenure_months', 'capacity'].map(asDouble),
      ].join(', '),
    )}
    FROM ${t.csms}
    WHERE csm_name IS NOT NULL
  ) AS v
  LEFT JOIN ${t.csmDetails} AS d ON ${raw(comparableName('d.csm_name'))} = ${raw(comparableName('v.csm_name'))}`;

/** Picks one of several rows of the same account or CSM. */
const preferredAccountRow = raw(`ROW_NUMBER() OVER (
    PARTITION BY account_id
    ORDER BY COALESCE(needs_csm, FALSE) DESC, account_name, current_csm, neediness_score,
      health_score, revenue
  ) = 1`);
const preferredCsmRow = raw(`ROW_NUMBER() OVER (
    PARTITION BY csm_name
    ORDER BY COALESCE(is_active, FALSE) DESC, tenure_months DESC NULLS LAST, manager_name, segment,
      account_level, capacity, away_until, start_date, away_from
  ) = 1`);

/**
 * All accounts, each once: those with a single row, plus the preferred row of each duplicated one.
 * Duplicates are rare, so finding them first is faster than ranking tens of thousands of rows in
 * DuckDB. But it reads the view four times: use `accountsDeduped` for fewer accounts.
 * @param rows a SELECT like `accountViewRows`
 */
export function allAccountsDeduped(rows: Sql = accountViewRows): Sql {
  return sql`WITH source AS (
    ${rows}
  ),
  repeated AS (
    SELECT account_id FROM source GROUP BY account_id HAVING COUNT(*) > 1
  )
  SELECT s.*
  FROM source AS s
  LEFT JOIN repeated AS r ON r.account_id = s.account_id
  WHERE r.account_id IS NULL
  UNION ALL
  SELECT *
  FROM source
  WHERE account_id IN (SELECT account_id FROM repeated)
  QUALIFY ${preferredAccountRow}`;
}

/**
 * The accounts that match a condition, each once. Prefers the row that needs a CSM; the rest of the
 * order only makes the choice deterministic.
 * @param scope condition on the columns of the accounts view
 * @param accounts replaces the view, if the statement has already read it
 */
export function accountsDeduped(scope: Sql, accounts = sql`(${accountViewRows}) AS a`): Sql {
  return sql`SELECT *
  FROM ${accounts}
  WHERE ${scope}
  QUALIFY ${preferredAccountRow}`;
}

/** Like `accountsDeduped`, of the rows with the policy's scope. */
export function scopedAccounts(policy: ScopePolicy, condition: Sql): Sql {
  return accountsDeduped(condition, sql`(${scopedAccountRows(policy)}) AS a`);
}

/**
 * Every CSM once; active if any of their rows is. Tables: `csms` and `csmDetails`. The tenure is that of
 * `tenureMonthsAt`.
 */
export const csmsDeduped: Sql = sql`SELECT *
  FROM (
    ${csmViewRows}
  ) AS c
  QUALIFY ${preferredCsmRow}`;

/** The start date of a row of the CSMs or their details; `columnAs.optionalDay` parses it. */
export function startDay(csm: string): Sql {
  return raw(`DATEDIFF('day', CAST('1970-01-01' AS TIMESTAMP_NTZ), ${csm}.start_date)`);
}

/**
 * A CSM's tenure in full months at a time, as people count them, from their start date if it is known.
 * @param csm alias of a row of `csmsDeduped`
 */
export function tenureMonthsAt(csm: string, time: Date): Sql {
  const at = timestampBind(time);
  const start = raw(`${csm}.start_date`);
  return sql`CASE WHEN ${start} IS NULL THEN ${raw(csm)}.tenure_months
    WHEN ${start} > ${at} THEN 0
    ELSE DATEDIFF('month', ${start}, ${at})
      - CASE WHEN EXTRACT(DAY FROM ${at}) < EXTRACT(DAY FROM ${start}) THEN 1 ELSE 0 END
  END`;
}
