import { comparableName } from '@/lib/warehouse/sql/shared/comparable-name';
import { csmSourceNames, tableNames } from '@/lib/warehouse/tables';
import type { FoundCsmSources } from './csm-sources';

/**
 * The table of what the sources say about active CSMs. The CSM view reads it instead of the sources,
 * because it is part of many statements and the sources have a row per account and day.
 */
export const csmSourcesTable = `CREATE TABLE IF NOT EXISTS ${tableNames.csmSources} (
  name_key VARCHAR,
  first_date DATE,
  manager_name VARCHAR
)`;

/**
 * The statement that fills the table. Running it again brings the table up to date.
 * @param sources the usable sources, at least one
 */
export function fillCsmSources(sources: FoundCsmSources): string {
  const firstDates = firstDatesOf(sources);
  const managers = managersOf(sources);
  const columns = [
    { name: 'first_date', value: 'f.first_date', type: 'DATE', isKnown: firstDates !== null },
    { name: 'manager_name', value: 'm.manager_name', type: 'VARCHAR', isKnown: managers !== null },
  ];
  const known = columns.filter(({ isKnown }) => isKnown).map(({ name }) => name);
  const selected = columns.map(
    ({ name, value, type, isKnown }) => `${isKnown ? value : `CAST(NULL AS ${type})`} AS ${name}`,
  );
  const ctes = [activeNames, firstDates, managers].filter((cte) => cte !== null);
  const joins = [
    firstDates && 'LEFT JOIN first_dates AS f ON f.name_key = a.name_key',
    managers && 'LEFT JOIN managers AS m ON m.name_key = a.name_key',
  ].filter((join) => join !== null);
  return `MERGE INTO ${tableNames.csmSources} AS t
USING (
  WITH ${ctes.join(',\n  ')}
  SELECT a.name_key, ${selected.join(', ')}
  FROM active AS a
  ${joins.join('\n  ')}
) AS s
ON t.name_key = s.name_key
WHEN MATCHED THEN UPDATE SET ${known.map((name) => `${name} = s.${name}`).join(', ')}
WHEN NOT MATCHED THEN INSERT (name_key, first_date, manager_name)
  VALUES (s.name_key, s.first_date, s.manager_name)`;
}

/** Snowflake statements that run another one every day, on a virtual warehouse. */
export function dailyTask(
  statement: string,
  { task, warehouse }: { readonly task: string; readonly warehouse: string },
): string {
  return `CREATE OR REPLACE TASK ${task}
  WAREHOUSE = ${warehouse}
  SCHEDULE = 'USING CRON 0 5 * * * UTC'
AS
${statement};
ALTER TASK ${task} RESUME;`;
}

const activeNames = `active AS (
    SELECT DISTINCT ${comparableName('active_csm')} AS name_key
    FROM ${tableNames.activeCsms}
    WHERE active_csm IS NOT NULL
  )`;

/**
 * The first date of each name. The sources start at different times and may each lack a person, so
 * the earlier date counts.
 */
function firstDatesOf({ customerHistory, accountCsms }: FoundCsmSources): string | null {
  const firstDate = (source: keyof typeof csmSourceNames, date: string, condition = '') =>
    `SELECT preferred_csm_name AS csm_name, MIN(CAST(${date} AS DATE)) AS first_date
      FROM ${csmSourceNames[source]}${condition}
      GROUP BY preferred_csm_name`;
  const isSuccessRep = customerHistory?.has('preferred_csm_role')
    ? `\n      WHERE LOWER(TRIM(preferred_csm_role)) = 'success rep'`
    : '';
  const selects = [
    customerHistory && firstDate('customerHistory', 'calendar_date', isSuccessRep),
    accountCsms && firstDate('accountCsms', 'calendar_dt'),
  ].filter((select) => select !== null);
  if (selects.length === 0) return null;
  return `first_dates AS (
    SELECT name_key, MIN(first_date) AS first_date
    FROM (
      SELECT ${comparableName('csm_name')} AS name_key, first_date
      FROM (
      ${selects.join('\n      UNION ALL\n      ')}
      ) AS n
    ) AS k
    GROUP BY name_key
  )`;
}

/** Values of active_status that mean employed, in lowercase. Its values are not documented. */
const employed = ['active', 'yes', 'y', 'true', 't', '1'];

/**
 * The manager in the newest week of each name. Several employees with the same name have none unless
 * only one is still employed or all have the same manager.
 */
function managersOf({ employees }: FoundCsmSources): string | null {
  if (!employees) return null;
  const isEmployed = employees.has('active_status')
    ? `CASE WHEN LOWER(TRIM(CAST(active_status AS VARCHAR))) IN (${employed.map((value) => `'${value}'`).join(', ')})
        THEN 1 ELSE 0 END`
    : '0';
  return `newest_weeks AS (
    SELECT name_key, manager_name
    FROM (
      SELECT
        ${comparableName(`legal_first_name || ' ' || legal_last_name`)} AS name_key,
        NULLIF(TRIM(manager_name), '') AS manager_name,
        CAST(week_end_date AS DATE) AS week_end,
        ${isEmployed} AS is_employed
      FROM ${csmSourceNames.employees}
    ) AS e
    QUALIFY RANK() OVER (
      PARTITION BY name_key ORDER BY week_end DESC NULLS LAST, is_employed DESC
    ) = 1
  ),
  managers AS (
    SELECT
      name_key,
      CASE WHEN COUNT(manager_name) = COUNT(*) AND COUNT(DISTINCT ${comparableName('manager_name')}) = 1
        THEN MIN(manager_name) END AS manager_name
    FROM newest_weeks
    GROUP BY name_key
  )`;
}
