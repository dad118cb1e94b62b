import { names } from '../names';

/** The data team's tables as their guide documents them, for a warehouse that has none. */
export const dataTeamTables: readonly string[] = [
  `CREATE SEQUENCE IF NOT EXISTS DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATION_ID`,
  `CREATE TABLE IF NOT EXISTS ${names.recommendations} (
  recommendation_id BIGINT DEFAULT nextval('DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATION_ID'),
  account_id VARCHAR,
  recommended_csm VARCHAR,
  recommendation_timestamp TIMESTAMP,
  assignment_method VARCHAR,
  neediness_score DOUBLE,
  health_score DOUBLE,
  revenue DOUBLE,
  account_segment VARCHAR,
  account_level VARCHAR,
  optimization_score DOUBLE,
  llm_feedback VARCHAR,
  was_assigned BOOLEAN,
  actual_assigned_csm VARCHAR,
  run_id VARCHAR,
  batch_size INTEGER
)`,
  `CREATE TABLE IF NOT EXISTS ${names.assignments} (
  account_id VARCHAR PRIMARY KEY,
  csm_name VARCHAR,
  assignment_date TIMESTAMP,
  assignment_method VARCHAR,
  llm_review_feedback VARCHAR,
  last_updated TIMESTAMP
)`,
  `CREATE TABLE IF NOT EXISTS ${names.activeCsms} (active_csm VARCHAR)`,
  `CREATE TABLE IF NOT EXISTS ${names.accountScores} (
  account_id_ob VARCHAR,
  responsible_csm VARCHAR,
  neediness_score DOUBLE,
  health_score DOUBLE,
  core_health_score_color VARCHAR,
  revenue DOUBLE,
  segment VARCHAR,
  account_level VARCHAR,
  industry VARCHAR
)`,
  `CREATE TABLE IF NOT EXISTS ${names.onboardingSource} (
  account_id_ob VARCHAR,
  account_name VARCHAR,
  tenant_id VARCHAR,
  success_transition_status_ob VARCHAR,
  needs_csm_since TIMESTAMP
)`,
  `CREATE TABLE IF NOT EXISTS ${names.csmDetails} (
  csm_name VARCHAR,
  tenure_months DOUBLE,
  manager_name VARCHAR,
  segment VARCHAR,
  account_level VARCHAR,
  capacity INTEGER,
  away_until TIMESTAMP
)`,
];

/** Our own tables, the same on every warehouse but for the spelling of types. */
export const ownTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS ${names.runs} (
  run_id VARCHAR NOT NULL,
  mode VARCHAR NOT NULL,
  dry_run BOOLEAN NOT NULL,
  account_id VARCHAR,
  batch_size INTEGER,
  status VARCHAR NOT NULL,
  stage VARCHAR,
  started_by VARCHAR NOT NULL,
  started_by_name VARCHAR NOT NULL,
  started_at TIMESTAMP NOT NULL,
  finished_at TIMESTAMP,
  policy_version INTEGER NOT NULL,
  placed INTEGER,
  deferred INTEGER,
  failure_code VARCHAR,
  failure VARCHAR,
  result VARCHAR
)`,
  `CREATE TABLE IF NOT EXISTS ${names.explanations} (
  recommendation_id BIGINT NOT NULL,
  run_id VARCHAR NOT NULL,
  account_id VARCHAR NOT NULL,
  policy_version INTEGER NOT NULL,
  score DOUBLE NOT NULL,
  current_csm VARCHAR,
  explanation VARCHAR NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${names.decisions} (
  decision_id VARCHAR NOT NULL,
  request_id VARCHAR NOT NULL,
  recommendation_id BIGINT NOT NULL,
  account_id VARCHAR NOT NULL,
  verb VARCHAR NOT NULL,
  recommended_csm VARCHAR,
  csm_name VARCHAR,
  reason VARCHAR,
  note VARCHAR,
  set_aside VARCHAR,
  undoes VARCHAR,
  assignment_before VARCHAR,
  decided_by VARCHAR NOT NULL,
  decided_by_name VARCHAR NOT NULL,
  decided_at TIMESTAMP NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${names.policies} (
  version INTEGER NOT NULL,
  policy VARCHAR NOT NULL,
  note VARCHAR,
  created_by VARCHAR NOT NULL,
  created_at TIMESTAMP NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${names.members} (
  email VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  role VARCHAR NOT NULL,
  password_hash VARCHAR,
  created_at TIMESTAMP NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${names.locks} (
  name VARCHAR NOT NULL,
  holder VARCHAR,
  expires_at TIMESTAMP
)`,
  `CREATE TABLE IF NOT EXISTS ${names.schemaVersions} (
  version INTEGER NOT NULL,
  applied_at TIMESTAMP NOT NULL
)`,
];
