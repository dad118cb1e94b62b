import { tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';

/** An engine's column types and DDL; the rest is the same on both. */
export interface ColumnTypes {
  /** UTC time without a time zone. */
  readonly timestamp: string;
  /** Text, with the length in the data team's production tables. */
  readonly text: (length: number) => string;
  /** A score of a recommendation; an integer in production. */
  readonly score: string;
  /** Auto-incremented id. */
  readonly autoIncrementId: string;
  /** DDL to run before the tables. */
  readonly beforeTables: readonly string[];
}

const sequence = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATION_ID';

const duckdb: ColumnTypes = {
  timestamp: 'TIMESTAMP',
  text: () => 'VARCHAR',
  score: 'DOUBLE',
  autoIncrementId: `BIGINT DEFAULT nextval('${sequence}')`,
  beforeTables: [`CREATE SEQUENCE IF NOT EXISTS ${sequence}`],
};

const snowflake: ColumnTypes = {
  timestamp: 'TIMESTAMP_NTZ',
  text: (length) => `VARCHAR(${length})`,
  score: 'NUMERIC(38, 0)',
  autoIncrementId: 'NUMERIC(38, 0) AUTOINCREMENT',
  beforeTables: [],
};

/** Column types by engine. */
export const columnTypes: Readonly<Record<Warehouse['kind'], ColumnTypes>> = { duckdb, snowflake };

/**
 * The data team's tables as documented in their guide, for a warehouse without them. The first table
 * is ours: it is the source of their view, and its presence marks the others as samples.
 */
export const dataTeamTables = (types: ColumnTypes): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS ${tableNames.onboardingSource} (
  account_id_ob ${types.text(50)},
  account_name ${types.text(100)},
  tenant_id ${types.text(100)},
  success_transition_status_ob ${types.text(50)},
  needs_csm_since ${types.timestamp}
)`,
  ...types.beforeTables,
  `CREATE TABLE IF NOT EXISTS ${tableNames.recommendations} (
  recommendation_id ${types.autoIncrementId},
  account_id ${types.text(50)},
  recommended_csm ${types.text(100)},
  recommendation_timestamp ${types.timestamp},
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
  `CREATE TABLE IF NOT EXISTS ${tableNames.assignments} (
  account_id ${types.text(50)} PRIMARY KEY,
  csm_name ${types.text(100)},
  assignment_date ${types.timestamp},
  assignment_method ${types.text(50)},
  llm_review_feedback ${types.text(500)},
  last_updated ${types.timestamp}
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.activeCsms} (active_csm ${types.text(100)})`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.accountScores} (
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

/** Unrounded scores that a run used. The data team's columns hold integers in production. */
export const explanationScores = (): readonly string[] =>
  ['neediness', 'health', 'revenue'].map(
    (score) => `ALTER TABLE ${tableNames.explanations} ADD COLUMN IF NOT EXISTS ${score} DOUBLE`,
  );

/** Our own tables. Only the type names differ by engine. */
export const ownTables = (types: ColumnTypes): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS ${tableNames.runs} (
  run_id VARCHAR NOT NULL,
  mode VARCHAR NOT NULL,
  dry_run BOOLEAN NOT NULL,
  account_id VARCHAR,
  batch_size INTEGER,
  status VARCHAR NOT NULL,
  stage VARCHAR,
  started_by VARCHAR NOT NULL,
  started_by_name VARCHAR NOT NULL,
  started_at ${types.timestamp} NOT NULL,
  finished_at ${types.timestamp},
  policy_version INTEGER NOT NULL,
  placed INTEGER,
  deferred INTEGER,
  failure_code VARCHAR,
  failure VARCHAR,
  result VARCHAR
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.explanations} (
  recommendation_id BIGINT NOT NULL,
  run_id VARCHAR NOT NULL,
  account_id VARCHAR NOT NULL,
  policy_version INTEGER NOT NULL,
  score DOUBLE NOT NULL,
  current_csm VARCHAR,
  explanation VARCHAR NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.decisions} (
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
  decided_at ${types.timestamp} NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.policies} (
  version INTEGER NOT NULL,
  policy VARCHAR NOT NULL,
  note VARCHAR,
  created_by VARCHAR NOT NULL,
  created_at ${types.timestamp} NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.members} (
  email VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  role VARCHAR NOT NULL,
  password_hash VARCHAR,
  created_at ${types.timestamp} NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.locks} (
  name VARCHAR NOT NULL,
  holder VARCHAR,
  expires_at ${types.timestamp}
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.schemaVersions} (
  version INTEGER NOT NULL,
  applied_at ${types.timestamp} NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.csmDetails} (
  csm_name VARCHAR,
  tenure_months DOUBLE,
  manager_name VARCHAR,
  segment VARCHAR,
  account_level VARCHAR,
  capacity INTEGER,
  away_until ${types.timestamp}
)`,
];

/**
 * Indexes on the embedded warehouse, to find an account's rows without a full scan. They are
 * optional and not part of the schema; Snowflake has none.
 */
export const indexes: readonly string[] = [
  ['CSM_ROUTING_RECOMMENDATIONS_OF_ACCOUNT', tableNames.recommendations],
  ['CSM_ROUTING_DECISIONS_OF_ACCOUNT', tableNames.decisions],
  ['CSM_ROUTING_REVIEWS_OF_ACCOUNT', tableNames.reviews],
  ['CSM_ROUTING_NOTES_OF_ACCOUNT', tableNames.notes],
].map(([index, table]) => `CREATE INDEX IF NOT EXISTS ${index} ON ${table} (account_id)`);
