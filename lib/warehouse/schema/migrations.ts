import { tableNames } from '@/lib/warehouse/tables';
import { type ColumnTypes, explanationScores, ownTables } from './tables';

/**
 * What Claude said of recommendations (append-only, the newest of each counts), each time it was
 * asked about a run, and how long a manager had a recommendation before them when deciding.
 */
const reviewTables = (types: ColumnTypes): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS ${tableNames.reviews} (
  review_id VARCHAR NOT NULL,
  recommendation_id BIGINT NOT NULL,
  run_id VARCHAR NOT NULL,
  account_id VARCHAR NOT NULL,
  call_id VARCHAR NOT NULL,
  verdict VARCHAR NOT NULL,
  confidence INTEGER NOT NULL,
  feedback VARCHAR NOT NULL,
  issues VARCHAR,
  suggested_csm VARCHAR,
  dropped_suggestion VARCHAR,
  model VARCHAR NOT NULL,
  prompt_version INTEGER NOT NULL,
  hidden BOOLEAN NOT NULL,
  reviewed_at ${types.timestamp} NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.reviewCalls} (
  call_id VARCHAR NOT NULL,
  run_id VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  batch_id VARCHAR,
  status VARCHAR NOT NULL,
  failure_code VARCHAR,
  failure VARCHAR,
  asked INTEGER,
  reviewed INTEGER,
  model VARCHAR NOT NULL,
  prompt_version INTEGER NOT NULL,
  input_tokens INTEGER,
  cache_write_tokens INTEGER,
  cache_read_tokens INTEGER,
  output_tokens INTEGER,
  latency_ms INTEGER,
  started_by VARCHAR NOT NULL,
  started_at ${types.timestamp} NOT NULL,
  expires_at ${types.timestamp} NOT NULL,
  ended_at ${types.timestamp}
)`,
  `ALTER TABLE ${tableNames.decisions} ADD COLUMN IF NOT EXISTS seen_ms INTEGER`,
];

/**
 * How things stood for a run, apart from its whole result, so that figures over many runs read
 * little: fairness before and after it, who could not receive anything when it began, and which
 * accounts it deferred.
 */
const runSnapshotColumns = (): readonly string[] =>
  ['fairness', 'unavailable', 'deferred_accounts'].map(
    (column) => `ALTER TABLE ${tableNames.runs} ADD COLUMN IF NOT EXISTS ${column} VARCHAR`,
  );

/** One step of the schema of what is ours, recorded under its version once it is whole. */
export interface Migration {
  readonly version: number;
  /**
   * Each may be run again where it was run already (IF NOT EXISTS): on Snowflake a definition
   * commits by itself, so a step that was killed is half there and begins anew.
   */
  readonly statements: (types: ColumnTypes) => readonly string[];
}

/**
 * Every version of the schema, oldest first. A version that was released is never edited: what
 * changes comes as the next one, and keeps every row.
 */
export const migrations: readonly Migration[] = [
  { version: 1, statements: ownTables },
  { version: 2, statements: explanationScores },
  { version: 3, statements: reviewTables },
  { version: 4, statements: runSnapshotColumns },
];
