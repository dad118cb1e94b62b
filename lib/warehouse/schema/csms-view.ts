import { nameKey } from '@/lib/warehouse/sql/shared/name-key';
import { tableNames } from '@/lib/warehouse/tables';

/**
 * The CSM view: every known CSM, active or not. It may have several rows for a CSM; queries pick one
 * of them.
 */
export const csmsView = `WITH active AS (
  SELECT DISTINCT active_csm FROM ${tableNames.activeCsms} WHERE active_csm IS NOT NULL
)
SELECT
  COALESCE(r.active_csm, d.csm_name) AS csm_name,
  r.active_csm IS NOT NULL AS is_active,
  d.tenure_months AS tenure_months,
  d.manager_name AS manager_name,
  d.segment AS segment,
  d.account_level AS account_level,
  d.capacity AS capacity,
  d.away_until AS away_until
FROM active AS r
FULL OUTER JOIN ${tableNames.csmDetails} AS d ON d.csm_name = r.active_csm
WHERE COALESCE(r.active_csm, d.csm_name) IS NOT NULL`;

/** Full months since a date, as people count them. */
const monthsSince = (date: string) => `DATEDIFF('month', ${date}, CURRENT_DATE)
    - CASE WHEN EXTRACT(DAY FROM CURRENT_DATE) < EXTRACT(DAY FROM ${date}) THEN 1 ELSE 0 END`;

/**
 * The CSM view with tenure and managers from the data team's sources where the CSM details have none.
 * It matches names as people read them and has one row per CSM, spelled as in the active list.
 */
export const csmsViewWithSources = `WITH active AS (
  SELECT name_key, active_csm
  FROM (
    SELECT ${nameKey('active_csm')} AS name_key, active_csm
    FROM ${tableNames.activeCsms}
  ) AS n
  WHERE name_key <> ''
  QUALIFY ROW_NUMBER() OVER (PARTITION BY name_key ORDER BY LENGTH(active_csm), active_csm) = 1
),
details AS (
  SELECT *
  FROM (
    SELECT ${nameKey('csm_name')} AS name_key, csm_name, tenure_months,
      NULLIF(TRIM(manager_name), '') AS manager_name, segment, account_level, capacity, away_until
    FROM ${tableNames.csmDetails}
  ) AS n
  WHERE name_key <> ''
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY name_key
    ORDER BY tenure_months DESC NULLS LAST, manager_name, segment, account_level, capacity,
      away_until, csm_name
  ) = 1
)
SELECT
  COALESCE(r.active_csm, d.csm_name) AS csm_name,
  r.active_csm IS NOT NULL AS is_active,
  COALESCE(d.tenure_months, ${monthsSince('s.first_date')}) AS tenure_months,
  COALESCE(d.manager_name, s.manager_name) AS manager_name,
  d.segment AS segment,
  d.account_level AS account_level,
  d.capacity AS capacity,
  d.away_until AS away_until
FROM active AS r
FULL OUTER JOIN details AS d ON d.name_key = r.name_key
LEFT JOIN ${tableNames.csmSources} AS s ON s.name_key = r.name_key`;
