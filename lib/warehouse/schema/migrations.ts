import { tableNames } from '@/lib/warehouse/tables';
import { accessTables, auditTables, ssoColumns } from './access-tables';
import { type ColumnTypes, explanationScores, ownTables } from './tables';

/**
 * Claude's reviews (append-only; the newest of each recommendation counts), the review calls, and
 * the dwell time of decisions.
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
 * A run's snapshot in separate columns, so that statistics over many runs read less data: fairness
 * before and after, unavailable CSMs, and deferred accounts.
 */
const runSnapshotColumns = (): readonly string[] =>
  ['fairness', 'unavailable', 'deferred_accounts'].map(
    (column) => `ALTER TABLE ${tableNames.runs} ADD COLUMN IF NOT EXISTS ${column} VARCHAR`,
  );

/**
 * What people leave in the queue: notes and snoozes (both append-only; the newest snooze of a
 * recommendation counts), saved views, and preferences.
 */
const queueTables = (types: ColumnTypes): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS ${tableNames.notes} (
  note_id VARCHAR NOT NULL,
  account_id VARCHAR NOT NULL,
  recommendation_id BIGINT,
  note VARCHAR NOT NULL,
  created_by VARCHAR NOT NULL,
  created_by_name VARCHAR NOT NULL,
  created_at ${types.timestamp} NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.snoozes} (
  snooze_id VARCHAR NOT NULL,
  recommendation_id BIGINT NOT NULL,
  account_id VARCHAR NOT NULL,
  snoozed_until ${types.timestamp},
  snoozed_by VARCHAR NOT NULL,
  snoozed_by_name VARCHAR NOT NULL,
  snoozed_at ${types.timestamp} NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.queueViews} (
  view_id VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  query VARCHAR NOT NULL,
  owner VARCHAR NOT NULL,
  owner_name VARCHAR NOT NULL,
  shared BOOLEAN NOT NULL,
  created_at ${types.timestamp} NOT NULL,
  updated_at ${types.timestamp} NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.preferences} (
  email VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  preference VARCHAR NOT NULL,
  updated_at ${types.timestamp} NOT NULL
)`,
];

/** The limit of accounts per CSM that one run has of its own, and what each run was solved from. */
const runInputs = (): readonly string[] => [
  `ALTER TABLE ${tableNames.runs} ADD COLUMN IF NOT EXISTS max_per_run INTEGER`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.runInputs} (
  run_id VARCHAR NOT NULL,
  part INTEGER NOT NULL,
  input VARCHAR NOT NULL
)`,
];

/** How full each active CSM was when a run started, so that pages can show who is getting fuller. */
const runBooks = (): readonly string[] => [
  `ALTER TABLE ${tableNames.runs} ADD COLUMN IF NOT EXISTS books VARCHAR`,
];

/**
 * CSM details that people edit in the app: start date, planned leave, what an import had for edited
 * values, and who changed what (append-only).
 */
const csmEdits = (types: ColumnTypes): readonly string[] => [
  ...[`start_date DATE`, `away_from ${types.timestamp}`, 'source_values VARCHAR'].map(
    (column) => `ALTER TABLE ${tableNames.csmDetails} ADD COLUMN IF NOT EXISTS ${column}`,
  ),
  `CREATE TABLE IF NOT EXISTS ${tableNames.csmChanges} (
  change_id VARCHAR NOT NULL,
  csm_name VARCHAR NOT NULL,
  csm_key VARCHAR NOT NULL,
  field VARCHAR NOT NULL,
  value_before VARCHAR,
  value_after VARCHAR,
  changed_by VARCHAR NOT NULL,
  changed_by_name VARCHAR NOT NULL,
  changed_at ${types.timestamp} NOT NULL
)`,
];

/**
 * Accounts that a person marked as needing a CSM, next to the data team's flag. Append-only; the newest
 * row of an account counts, and one with `is_marked` = FALSE takes the mark back.
 */
const markedAccounts = (types: ColumnTypes): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS ${tableNames.markedAccounts} (
  account_id VARCHAR NOT NULL,
  is_marked BOOLEAN NOT NULL,
  marked_at ${types.timestamp} NOT NULL,
  marked_by VARCHAR NOT NULL,
  marked_by_name VARCHAR NOT NULL,
  reason VARCHAR
)`,
];

/** The key that makes a retried start return the first run, and who last rolled a run back. */
const runColumns = (types: ColumnTypes): readonly string[] =>
  [
    'idempotency_key VARCHAR',
    'input_hash VARCHAR',
    `rolled_back_at ${types.timestamp}`,
    'rolled_back_by VARCHAR',
    'rolled_back_by_name VARCHAR',
  ].map((column) => `ALTER TABLE ${tableNames.runs} ADD COLUMN IF NOT EXISTS ${column}`);

/**
 * All accounts that each run did not place, in parts with their places and account ids, and the start of
 * the account's need that each decision saw.
 */
const runDeferrals = (types: ColumnTypes): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS ${tableNames.runDeferrals} (
  run_id VARCHAR NOT NULL,
  part INTEGER NOT NULL,
  first_place INTEGER NOT NULL,
  accounts INTEGER NOT NULL,
  account_ids VARCHAR NOT NULL,
  deferrals VARCHAR NOT NULL
)`,
  `ALTER TABLE ${tableNames.decisions} ADD COLUMN IF NOT EXISTS needs_csm_since ${types.timestamp}`,
];

/** The scheduled jobs: how far each was checked, its last execution, and the last times it missed. */
const scheduleTable = (types: ColumnTypes): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS ${tableNames.schedule} (
  job VARCHAR NOT NULL,
  pattern VARCHAR NOT NULL,
  checked_until ${types.timestamp} NOT NULL,
  due_at ${types.timestamp},
  started_at ${types.timestamp},
  ended_at ${types.timestamp},
  status VARCHAR,
  message VARCHAR,
  run_id VARCHAR,
  missed INTEGER NOT NULL,
  missed_from ${types.timestamp},
  missed_until ${types.timestamp}
)`,
];

/**
 * Notifications: what each is about, so that nothing is notified twice, its message, and how its delivery
 * went.
 */
const notificationsTable = (types: ColumnTypes): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS ${tableNames.notifications} (
  notification_id VARCHAR NOT NULL,
  event VARCHAR NOT NULL,
  subjects VARCHAR NOT NULL,
  message VARCHAR NOT NULL,
  created_at ${types.timestamp} NOT NULL,
  status VARCHAR NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_at ${types.timestamp},
  last_error VARCHAR,
  ended_at ${types.timestamp}
)`,
];

/** One version of the schema, recorded when it is complete. */
export interface Migration {
  readonly version: number;
  /**
   * Idempotent (IF NOT EXISTS), because DDL commits immediately on Snowflake: an interrupted migration
   * starts over.
   */
  readonly statements: (types: ColumnTypes) => readonly string[];
}

/**
 * All migrations, oldest first. Never edit a released one; add a new one that keeps every row.
 */
export const migrations: readonly Migration[] = [
  { version: 1, statements: ownTables },
  { version: 2, statements: explanationScores },
  { version: 3, statements: reviewTables },
  { version: 4, statements: runSnapshotColumns },
  { version: 5, statements: queueTables },
  // Policies gain settings, too, which setup adds to the newest one.
  { version: 6, statements: runInputs },
  {
    version: 7,
    statements: (types) => [...runBooks(), ...csmEdits(types), ...markedAccounts(types)],
  },
  {
    version: 8,
    statements: (types) => [...accessTables(types), ...auditTables(types), ...runColumns(types)],
  },
  {
    version: 9,
    statements: (types) => [...runDeferrals(types), ...scheduleTable(types), ...ssoColumns()],
  },
  { version: 10, statements: notificationsTable },
];
