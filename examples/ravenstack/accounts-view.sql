-- RavenStack, synthetic, by River @ Rivalytics: a company that sells software to businesses, as
-- its own export. The files are not part of this project: put accounts.csv, subscriptions.csv,
-- support_tickets.csv and churn_events.csv into examples/ravenstack/data (or replace that folder
-- here), then: npm run sql -- --file examples/ravenstack/accounts-view.sql
--
-- The files are loaded first, since a view right over them would read nine thousand lines for every
-- page; run this again when they change. Everything is text until TRY_CAST, so a cell that is no
-- number, date or yes/no is a gap (NULL) instead of an error. A score that is NULL is routed with
-- the pool's median, and the recommendation says so.
BEGIN;
CREATE OR REPLACE TABLE DSV_WAREHOUSE.DATA_SCIENCE.RAVENSTACK_ACCOUNTS AS
SELECT *
FROM read_csv('examples/ravenstack/data/accounts.csv', all_varchar = TRUE, header = TRUE);
CREATE OR REPLACE TABLE DSV_WAREHOUSE.DATA_SCIENCE.RAVENSTACK_SUBSCRIPTIONS AS
SELECT *
FROM read_csv('examples/ravenstack/data/subscriptions.csv', all_varchar = TRUE, header = TRUE);
CREATE OR REPLACE TABLE DSV_WAREHOUSE.DATA_SCIENCE.RAVENSTACK_SUPPORT_TICKETS AS
SELECT *
FROM read_csv('examples/ravenstack/data/support_tickets.csv', all_varchar = TRUE, header = TRUE);
CREATE OR REPLACE TABLE DSV_WAREHOUSE.DATA_SCIENCE.RAVENSTACK_CHURN_EVENTS AS
SELECT *
FROM read_csv('examples/ravenstack/data/churn_events.csv', all_varchar = TRUE, header = TRUE);

CREATE OR REPLACE VIEW DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_ACCOUNTS_V AS
WITH customers AS (
  SELECT
    *,
    TRY_CAST(seats AS INTEGER) AS seat_count,
    COALESCE(TRY_CAST(churn_flag AS BOOLEAN), FALSE) AS churned,
    COALESCE(TRY_CAST(is_trial AS BOOLEAN), FALSE) AS on_trial
  FROM DSV_WAREHOUSE.DATA_SCIENCE.RAVENSTACK_ACCOUNTS
),
-- What an account pays a year: its subscriptions that have not ended and are not on trial.
paying AS (
  SELECT account_id, SUM(TRY_CAST(arr_amount AS DOUBLE)) AS annual_revenue
  FROM DSV_WAREHOUSE.DATA_SCIENCE.RAVENSTACK_SUBSCRIPTIONS
  WHERE end_date IS NULL AND NOT COALESCE(TRY_CAST(is_trial AS BOOLEAN), FALSE)
  GROUP BY account_id
),
tickets AS (
  SELECT
    account_id,
    TRY_CAST(submitted_at AS DATE) AS submitted_on,
    TRY_CAST(satisfaction_score AS DOUBLE) AS satisfaction,
    -- A ticket counts 1, an urgent or high one 1.5, an escalated one 2 more.
    CASE WHEN priority IN ('urgent', 'high') THEN 1.5 ELSE 1 END
      + CASE WHEN TRY_CAST(escalation_flag AS BOOLEAN) THEN 2 ELSE 0 END AS weight
  FROM DSV_WAREHOUSE.DATA_SCIENCE.RAVENSTACK_SUPPORT_TICKETS
),
-- The export ends on a day of its own, from which ages are counted.
export_end AS (
  SELECT MAX(submitted_on) AS ended_on FROM tickets
),
-- Tickets older than a year count half. An account that never wrote has no row: nothing is known.
support AS (
  SELECT
    account_id,
    SUM(CASE WHEN submitted_on < DATEADD(year, -1, ended_on) THEN weight / 2 ELSE weight END)
      AS ticket_points,
    AVG(satisfaction) AS satisfaction
  FROM tickets CROSS JOIN export_end
  GROUP BY account_id
),
-- A customer who left and came back: 8 points of health each time, 16 within the last half year.
departures AS (
  SELECT
    account_id,
    SUM(CASE
      WHEN TRY_CAST(churn_date AS DATE) >= DATEADD(month, -6, ended_on) THEN 16 ELSE 8
    END) AS lost_health
  FROM DSV_WAREHOUSE.DATA_SCIENCE.RAVENSTACK_CHURN_EVENTS
    CROSS JOIN export_end
  GROUP BY account_id
),
-- The export names no owners; those are whom this program assigned.
owners AS (
  SELECT account_id, csm_name
  FROM DSV_WAREHOUSE.DATA_SCIENCE.ACCOUNT_CSM_ASSIGNMENTS_CANNE
  QUALIFY ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY last_updated DESC NULLS LAST) = 1
)
SELECT
  c.account_id AS account_id,
  c.account_name AS account_name,
  CAST(NULL AS VARCHAR) AS tenant_id,
  -- Whoever is on trial has not bought yet, and whoever left needs nobody.
  NOT c.churned AND NOT c.on_trial AND o.csm_name IS NULL AS needs_csm,
  TRY_CAST(c.signup_date AS TIMESTAMP) AS needs_csm_since,
  o.csm_name AS current_csm,
  -- LEAST and GREATEST pass over NULL here: without the CASE, a gap would become a 10.
  CASE WHEN s.ticket_points IS NOT NULL THEN
    CAST(ROUND(LEAST(10, s.ticket_points), 1) AS DOUBLE)
  END AS neediness_score,
  -- Satisfaction of 5 is 100. Where nobody rated a ticket, the health is not known.
  CASE WHEN s.satisfaction IS NOT NULL THEN
    CAST(ROUND(GREATEST(0, s.satisfaction * 20 - COALESCE(d.lost_health, 0))) AS DOUBLE)
  END AS health_score,
  CAST(NULL AS VARCHAR) AS health_color,
  -- An account that left pays nothing, even where a subscription was never ended.
  CASE WHEN c.churned THEN 0 ELSE COALESCE(p.annual_revenue, 0) END AS revenue,
  -- The nearest to the classes of the policy: small customers, and the largest plan.
  CASE WHEN c.seat_count < 10 THEN 'Residential' WHEN c.seat_count >= 10 THEN 'Commercial' END
    AS account_segment,
  CASE WHEN c.plan_tier = 'Enterprise' THEN 'Enterprise' ELSE 'Corporate' END AS account_level,
  c.industry AS industry
FROM customers AS c
LEFT JOIN paying AS p ON p.account_id = c.account_id
LEFT JOIN support AS s ON s.account_id = c.account_id
LEFT JOIN departures AS d ON d.account_id = c.account_id
LEFT JOIN owners AS o ON o.account_id = c.account_id;
COMMIT;
