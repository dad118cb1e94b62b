import { comparableName, isNotPlaceholder } from '@/lib/warehouse/sql/shared/comparable-name';
import { tableNames } from '@/lib/warehouse/tables';

/** Prefers a spelling with upper and lower case, and without extra spaces. */
const tidiestFirst = (name: string) =>
  `CASE WHEN ${name} = UPPER(${name}) OR ${name} = LOWER(${name}) THEN 1 ELSE 0 END, LENGTH(${name}), ${name}`;

/** Full months since a date, as people count them. */
const monthsSince = (date: string) => `DATEDIFF('month', ${date}, CURRENT_DATE)
    - CASE WHEN EXTRACT(DAY FROM CURRENT_DATE) < EXTRACT(DAY FROM ${date}) THEN 1 ELSE 0 END`;

/**
 * The CSM view: every known CSM, active or not. It matches names as people read them and has one row per
 * CSM, spelled as in the active list. A placeholder is not a CSM.
 * @param hasSources whether tenure and managers come from the data team's sources where the CSM details
 * have none
 */
export function csmsView(hasSources: boolean): string {
  const [tenure, manager] = hasSources
    ? [
        `COALESCE(d.tenure_months, ${monthsSince('s.first_date')})`,
        'COALESCE(d.manager_name, s.manager_name)',
      ]
    : ['d.tenure_months', 'd.manager_name'];
  const sources = hasSources
    ? `\nLEFT JOIN ${tableNames.csmSources} AS s ON s.name_key = r.name_key`
    : '';
  return `WITH active AS (
  SELECT name_key, active_csm
  FROM (
    SELECT ${comparableName('active_csm')} AS name_key, active_csm
    FROM ${tableNames.activeCsms}
  ) AS n
  WHERE ${isNotPlaceholder('name_key')}
  QUALIFY ROW_NUMBER() OVER (PARTITION BY name_key ORDER BY ${tidiestFirst('active_csm')}) = 1
),
details AS (
  SELECT *
  FROM (
    SELECT ${comparableName('csm_name')} AS name_key, csm_name, tenure_months,
      NULLIF(TRIM(manager_name), '') AS manager_name, segment, account_level, capacity, away_until
    FROM ${tableNames.csmDetails}
  ) AS n
  WHERE ${isNotPlaceholder('name_key')}
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY name_key
    ORDER BY tenure_months DESC NULLS LAST, manager_name, segment, account_level, capacity,
      away_until, csm_name
  ) = 1
)
SELECT
  COALESCE(r.active_csm, d.csm_name) AS csm_name,
  r.active_csm IS NOT NULL AS is_active,
  ${tenure} AS tenure_months,
  ${manager} AS manager_name,
  d.segment AS segment,
  d.account_level AS account_level,
  d.capacity AS capacity,
  d.away_until AS away_until
FROM active AS r
FULL OUTER JOIN details AS d ON d.name_key = r.name_key${sources}`;
}
