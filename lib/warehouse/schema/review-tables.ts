import { names } from '../names';
import type { ColumnTypes } from './column-types';

/**
 * What Claude said of recommendations (append-only, the newest of each counts), each time it was
 * asked about a run, and how long a manager had a recommendation before them when deciding.
 */
export const reviewTables = (types: ColumnTypes): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS ${names.reviews} (
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
  reviewed_at ${types.moment} NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${names.reviewCalls} (
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
  started_at ${types.moment} NOT NULL,
  expires_at ${types.moment} NOT NULL,
  ended_at ${types.moment}
)`,
  `ALTER TABLE ${names.decisions} ADD COLUMN IF NOT EXISTS seen_ms INTEGER`,
];
