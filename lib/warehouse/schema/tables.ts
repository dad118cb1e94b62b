import { names } from '../names';
import type { ColumnTypes } from './column-types';

/**
 * The data team's tables as their guide documents them, for a warehouse that has none. The first
 * is ours and stands behind their view, so that it tells whose tables these are.
 */
export const dataTeamTables = (types: ColumnTypes): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS ${names.onboardingSource} (
  account_id_ob ${types.text(50)},
  account_name ${types.text(100)},
  tenant_id ${types.text(100)},
  success_transition_status_ob ${types.text(50)},
  needs_csm_since ${types.moment}
)`,
  ...types.beforeTables,
  `CREATE TABLE IF NOT EXISTS ${names.recommendations} (
  recommendation_id ${types.countedId},
  account_id ${types.text(50)},
  recommended_csm ${types.text(100)},
  recommendation_timestamp ${types.moment},
  assignment_method ${types.text(50)},
  neediness_score ${types.score},
  health_score ${types.score},
  revenue ${types.score},
  account_segment ${types.text(50)},
  account_level ${types.text(50)},
  optimization_score DOUBLE,
  llm_feedback ${types.text(500)},
  was_assigned BOOLEAN,
  actual_assigned_csm ${types.text(100)},
  run_id ${types.text(50)},
  batch_size INTEGER
)`,
  `CREATE TABLE IF NOT EXISTS ${names.assignments} (
  account_id ${types.text(50)} PRIMARY KEY,
  csm_name ${types.text(100)},
  assignment_date ${types.moment},
  assignment_method ${types.text(50)},
  llm_review_feedback ${types.text(500)},
  last_updated ${types.moment}
)`,
  `CREATE TABLE IF NOT EXISTS ${names.activeCsms} (active_csm ${types.text(100)})`,
  `CREATE TABLE IF NOT EXISTS ${names.accountScores} (
  account_id_ob ${types.text(50)},
  responsible_csm ${types.text(100)},
  neediness_score DOUBLE,
  health_score DOUBLE,
  core_health_score_color ${types.text(50)},
  revenue DOUBLE,
  segment ${types.text(50)},
  account_level ${types.text(50)},
  industry ${types.text(100)}
)`,
];

/** The figures that a run saw, for the data team's columns hold whole numbers in production. */
export const keptScores = (): readonly string[] =>
  ['neediness', 'health', 'revenue'].map(
    (score) => `ALTER TABLE ${names.explanations} ADD COLUMN IF NOT EXISTS ${score} DOUBLE`,
  );

/** Our own tables, the same on every warehouse but for the spelling of types. */
export const ownTables = (types: ColumnTypes): readonly string[] => [
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
  started_at ${types.moment} NOT NULL,
  finished_at ${types.moment},
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
  decided_at ${types.moment} NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${names.policies} (
  version INTEGER NOT NULL,
  policy VARCHAR NOT NULL,
  note VARCHAR,
  created_by VARCHAR NOT NULL,
  created_at ${types.moment} NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${names.members} (
  email VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  role VARCHAR NOT NULL,
  password_hash VARCHAR,
  created_at ${types.moment} NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${names.locks} (
  name VARCHAR NOT NULL,
  holder VARCHAR,
  expires_at ${types.moment}
)`,
  `CREATE TABLE IF NOT EXISTS ${names.schemaVersions} (
  version INTEGER NOT NULL,
  applied_at ${types.moment} NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${names.csmDetails} (
  csm_name VARCHAR,
  tenure_months DOUBLE,
  manager_name VARCHAR,
  segment VARCHAR,
  account_level VARCHAR,
  capacity INTEGER,
  away_until ${types.moment}
)`,
];
