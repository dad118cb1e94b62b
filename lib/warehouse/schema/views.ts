import { names } from '../names';

/** The data team's shared view, over the table that stands for its source here. */
export const onboardingView = `CREATE VIEW IF NOT EXISTS ${names.onboarding} AS
SELECT * FROM ${names.onboardingSource}`;

/** What the sources of the accounts have, in lower case. */
export interface SourceColumns {
  readonly onboarding: ReadonlySet<string>;
  readonly accountScores: ReadonlySet<string>;
}

/** A column of a source, or a gap of its type where the source has none. */
const either = (has: ReadonlySet<string>, from: string, column: string, type: string) =>
  has.has(column) ? `${from}.${column}` : `CAST(NULL AS ${type})`;

/**
 * Accounts as the program reads them. The data team may redefine this view with the same columns;
 * setup creates it only where missing. A source that holds an account twice gives two rows: the
 * statements take one of them, so that a redefined view may do the same.
 */
const accountsView = (has: SourceColumns) => `CREATE VIEW IF NOT EXISTS ${names.accounts} AS
WITH owners AS (
  SELECT
    account_id,
    MAX_BY(csm_name, COALESCE(last_updated, assignment_date, TIMESTAMP '1970-01-01')) AS csm_name
  FROM ${names.assignments}
  WHERE account_id IS NOT NULL
  GROUP BY account_id
)
SELECT
  COALESCE(o.account_id_ob, s.account_id_ob) AS account_id,
  ${either(has.onboarding, 'o', 'account_name', 'VARCHAR')} AS account_name,
  ${either(has.onboarding, 'o', 'tenant_id', 'VARCHAR')} AS tenant_id,
  COALESCE(o.success_transition_status_ob = 'Needs CSM', FALSE) AS needs_csm,
  ${either(has.onboarding, 'o', 'needs_csm_since', 'TIMESTAMP_NTZ')} AS needs_csm_since,
  COALESCE(a.csm_name, ${either(has.accountScores, 's', 'responsible_csm', 'VARCHAR')}) AS current_csm,
  ${either(has.accountScores, 's', 'neediness_score', 'DOUBLE')} AS neediness_score,
  ${either(has.accountScores, 's', 'health_score', 'DOUBLE')} AS health_score,
  ${either(has.accountScores, 's', 'core_health_score_color', 'VARCHAR')} AS health_color,
  ${either(has.accountScores, 's', 'revenue', 'DOUBLE')} AS revenue,
  ${either(has.accountScores, 's', 'segment', 'VARCHAR')} AS account_segment,
  ${either(has.accountScores, 's', 'account_level', 'VARCHAR')} AS account_level,
  ${either(has.accountScores, 's', 'industry', 'VARCHAR')} AS industry
FROM ${names.onboarding} AS o
FULL OUTER JOIN ${names.accountScores} AS s ON s.account_id_ob = o.account_id_ob
LEFT JOIN owners AS a ON a.account_id = COALESCE(o.account_id_ob, s.account_id_ob)
WHERE COALESCE(o.account_id_ob, s.account_id_ob) IS NOT NULL`;

/**
 * CSMs as the program reads them: everybody known, active or not. The statements take one row of a
 * CSM, as of an account.
 */
const csmsView = `CREATE VIEW IF NOT EXISTS ${names.csms} AS
WITH active AS (
  SELECT DISTINCT active_csm FROM ${names.activeCsms} WHERE active_csm IS NOT NULL
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
FULL OUTER JOIN ${names.csmDetails} AS d ON d.csm_name = r.active_csm
WHERE COALESCE(r.active_csm, d.csm_name) IS NOT NULL`;

/** The two contract views, which the data team may redefine, by their names. */
export const contractViews = (has: SourceColumns): Readonly<Record<string, string>> => ({
  CSM_ROUTING_ACCOUNTS_V: accountsView(has),
  CSM_ROUTING_CSMS_V: csmsView,
});
