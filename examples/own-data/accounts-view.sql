-- The accounts view over files of your own. It must have these thirteen columns; everything else,
-- where they come from and how a score is made, is up to you. Relative paths are read from the
-- project's folder.
CREATE OR REPLACE VIEW DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_ACCOUNTS_V AS
WITH customers AS (
  -- As text, so that TRY_CAST makes a gap (NULL) of what is no number instead of failing.
  SELECT * FROM read_csv('examples/own-data/accounts.csv', all_varchar = TRUE, header = TRUE)
),
-- Two points of neediness for a ticket, five for an escalated one.
support AS (
  SELECT account, SUM(CASE WHEN escalated = 'yes' THEN 5 ELSE 2 END) AS points
  FROM read_csv('examples/own-data/tickets.csv', all_varchar = TRUE, header = TRUE)
  GROUP BY account
),
-- Whom this program assigned wins over the file.
assigned AS (
  SELECT account_id, csm_name
  FROM DSV_WAREHOUSE.DATA_SCIENCE.ACCOUNT_CSM_ASSIGNMENTS_CANNE
  QUALIFY ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY last_updated DESC NULLS LAST) = 1
)
SELECT
  c.id AS account_id,
  c.company AS account_name,
  CAST(NULL AS VARCHAR) AS tenant_id,
  c.status = 'Needs CSM' AS needs_csm,
  TRY_CAST(c.waiting_since AS TIMESTAMP) AS needs_csm_since,
  COALESCE(a.csm_name, c.owner) AS current_csm,
  -- Without the CASE, LEAST would pass over NULL and answer 10.
  CASE WHEN s.points IS NOT NULL THEN CAST(LEAST(10, s.points) AS DOUBLE) END AS neediness_score,
  TRY_CAST(c.health AS DOUBLE) AS health_score,
  CAST(NULL AS VARCHAR) AS health_color,
  TRY_CAST(c.arr AS DOUBLE) AS revenue,
  c.kind AS account_segment,
  c.size AS account_level,
  CAST(NULL AS VARCHAR) AS industry
FROM customers AS c
LEFT JOIN support AS s ON s.account = c.id
LEFT JOIN assigned AS a ON a.account_id = c.id;
