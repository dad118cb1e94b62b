import { FIRST_AUDIT_HASH } from '@/lib/warehouse/sql/audit';
import { tableNames } from '@/lib/warehouse/tables';
import type { ColumnTypes } from './tables';

/**
 * Who can sign in: when members were disabled, their sessions, one-time links that set a password,
 * tokens of scripts, and failed sign-ins of the last minutes. Passwords, links, and tokens are stored as hashes.
 */
export const accessTables = (types: ColumnTypes): readonly string[] => [
  `ALTER TABLE ${tableNames.members} ADD COLUMN IF NOT EXISTS disabled_at ${types.timestamp}`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.sessions} (
  session_id VARCHAR NOT NULL,
  email VARCHAR NOT NULL,
  device VARCHAR NOT NULL,
  method VARCHAR NOT NULL,
  created_at ${types.timestamp} NOT NULL,
  last_seen_at ${types.timestamp} NOT NULL,
  expires_at ${types.timestamp} NOT NULL,
  ended_at ${types.timestamp},
  ended_by VARCHAR,
  end_reason VARCHAR
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.invitations} (
  invitation_id VARCHAR NOT NULL,
  email VARCHAR NOT NULL,
  token_hash VARCHAR NOT NULL,
  created_by VARCHAR NOT NULL,
  created_at ${types.timestamp} NOT NULL,
  expires_at ${types.timestamp} NOT NULL,
  used_at ${types.timestamp}
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.apiTokens} (
  token_id VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  token_hash VARCHAR NOT NULL,
  scopes VARCHAR NOT NULL,
  created_by VARCHAR NOT NULL,
  created_by_name VARCHAR NOT NULL,
  created_at ${types.timestamp} NOT NULL,
  expires_at ${types.timestamp} NOT NULL,
  last_used_at ${types.timestamp},
  revoked_at ${types.timestamp},
  revoked_by VARCHAR
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.signInFailures} (
  key_hash VARCHAR NOT NULL,
  failed_at ${types.timestamp} NOT NULL
)`,
];

/**
 * The audit trail (append-only) and its newest hash, in one row. Each entry's hash covers the one
 * before, so an edit breaks the chain.
 */
export const auditTables = (types: ColumnTypes): readonly string[] => [
  `CREATE TABLE IF NOT EXISTS ${tableNames.audit} (
  entry_number BIGINT NOT NULL,
  happened_at ${types.timestamp} NOT NULL,
  actor VARCHAR NOT NULL,
  actor_name VARCHAR NOT NULL,
  action VARCHAR NOT NULL,
  subject VARCHAR,
  details VARCHAR NOT NULL,
  previous_hash VARCHAR NOT NULL,
  entry_hash VARCHAR NOT NULL
)`,
  `CREATE TABLE IF NOT EXISTS ${tableNames.auditHead} (
  entry_number BIGINT NOT NULL,
  previous_hash VARCHAR NOT NULL,
  entry_hash VARCHAR NOT NULL
)`,
  `INSERT INTO ${tableNames.auditHead} (entry_number, previous_hash, entry_hash)
SELECT 0, '${FIRST_AUDIT_HASH}', '${FIRST_AUDIT_HASH}'
FROM (SELECT 1 AS one) AS one_row
WHERE NOT EXISTS (SELECT 1 FROM ${tableNames.auditHead})`,
];

/** The account with which a member signs in by single sign-on, and where their role comes from. */
export const ssoColumns = (): readonly string[] =>
  ['sso_issuer', 'sso_subject', 'role_source'].map(
    (column) => `ALTER TABLE ${tableNames.members} ADD COLUMN IF NOT EXISTS ${column} VARCHAR`,
  );
