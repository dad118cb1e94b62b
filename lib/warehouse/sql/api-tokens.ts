import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { instant, optionalInstant, optionalText, text, timestampBind } from './shared/columns';
import { command, oneRow, query } from './shared/statement';

const apiTokenRow = z
  .object({
    token_id: text,
    name: text,
    token_hash: text,
    scopes: text,
    created_by_name: text,
    created_at: instant,
    expires_at: instant,
    last_used_at: optionalInstant,
    revoked_at: optionalInstant,
    revoked_by: optionalText,
  })
  .transform((row) => ({
    id: row.token_id,
    name: row.name,
    /** SHA-256 of the token, in hexadecimal. */
    hash: row.token_hash,
    scopes: row.scopes.split(' '),
    createdByName: row.created_by_name,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
    /** The email of the admin who revoked it. */
    revokedBy: row.revoked_by,
  }));
export type ApiTokenRow = z.infer<typeof apiTokenRow>;

/** Every API token, newest first, also expired and revoked ones. */
export function apiTokens(): Query<ApiTokenRow> {
  return query({
    name: 'api-tokens.list',
    tables: ['apiTokens'],
    row: apiTokenRow,
    sql: sql`SELECT token_id, name, token_hash, scopes, created_by_name, created_at, expires_at, last_used_at,
  revoked_at, revoked_by
FROM ${t.apiTokens}
ORDER BY created_at DESC, token_id DESC`,
  });
}

/** Inserts a token. Affects no row if a token with this name is in use. */
export function insertApiToken(token: {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly by: { readonly email: string; readonly name: string };
  readonly at: Date;
  readonly expiresAt: Date;
}): Command {
  const { id, name, hash, scopes, by, at, expiresAt } = token;
  return command({
    name: 'api-tokens.insert',
    tables: ['apiTokens'],
    sql: sql`INSERT INTO ${t.apiTokens} (token_id, name, token_hash, scopes, created_by, created_by_name, created_at,
  expires_at)
SELECT CAST(${id} AS VARCHAR), CAST(${name} AS VARCHAR), CAST(${hash} AS VARCHAR),
  CAST(${scopes.join(' ')} AS VARCHAR), CAST(${by.email} AS VARCHAR), CAST(${by.name} AS VARCHAR),
  ${timestampBind(at)}, ${timestampBind(expiresAt)}
FROM ${oneRow}
WHERE NOT EXISTS (
  SELECT 1 FROM ${t.apiTokens}
  WHERE LOWER(name) = LOWER(${name}) AND revoked_at IS NULL AND expires_at > ${timestampBind(at)}
)`,
  });
}

/** Revokes a token. Affects no row if it does not exist or was revoked before. */
export function revokeApiToken(id: string, by: string, at: Date): Command {
  return command({
    name: 'api-tokens.revoke',
    tables: ['apiTokens'],
    sql: sql`UPDATE ${t.apiTokens} SET revoked_at = ${timestampBind(at)}, revoked_by = ${by}
WHERE token_id = ${id} AND revoked_at IS NULL`,
  });
}

/** Records when a token was last used, unless that is recorded for a time since `notSince`. */
export function recordTokenUse(id: string, at: Date, notSince: Date): Command {
  return command({
    name: 'api-tokens.used',
    tables: ['apiTokens'],
    sql: sql`UPDATE ${t.apiTokens} SET last_used_at = ${timestampBind(at)}
WHERE token_id = ${id} AND (last_used_at IS NULL OR last_used_at < ${timestampBind(notSince)})`,
  });
}
