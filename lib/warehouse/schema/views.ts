import { names } from '@/lib/warehouse/names';

/**
 * Accounts as the program reads them. The data team may redefine this view with the same columns;
 * setup creates it only where it is missing.
 */
export const accountsView = `
CREATE VIEW IF NOT EXISTS ${names.accounts} AS
SELECT
  COALESCE(o.account_id_ob, s.account_id_ob) AS account_id,
  o.account_name AS account_name,
  o.tenant_id AS tenant_id,
  COALESCE(o.success_transition_status_ob = 'Needs CSM', FALSE) AS needs_csm,
  o.needs_csm_since AS needs_csm_since,
  COALESCE(a.csm_name, s.responsible_csm) AS current_csm,
  s.neediness_score AS neediness_score,
  s.health_score AS health_score,
  s.core_health_score_color AS health_color,
  s.revenue AS revenue,
  s.segment AS account_segment,
  s.account_level AS account_level,
  s.industry AS industry
FROM ${names.onboarding} AS o
FULL OUTER JOIN ${names.accountScores} AS s ON s.account_id_ob = o.account_id_ob
LEFT JOIN ${names.assignments} AS a
  ON a.account_id = COALESCE(o.account_id_ob, s.account_id_ob)
WHERE COALESCE(o.account_id_ob, s.account_id_ob) IS NOT NULL
`;

/** CSMs as the program reads them: everybody known, active or not. */
export const csmsView = `
CREATE VIEW IF NOT EXISTS ${names.csms} AS
SELECT
  COALESCE(r.active_csm, d.csm_name) AS csm_name,
  r.active_csm IS NOT NULL AS is_active,
  d.tenure_months AS tenure_months,
  d.manager_name AS manager_name,
  d.segment AS segment,
  d.account_level AS account_level,
  d.capacity AS capacity,
  d.away_until AS away_until
FROM (SELECT DISTINCT active_csm FROM ${names.activeCsms} WHERE active_csm IS NOT NULL) AS r
FULL OUTER JOIN ${names.csmDetails} AS d ON d.csm_name = r.active_csm
`;
