import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { amount, instant, text, timestampBind } from './shared/columns';
import { rowLimit } from './shared/row-limit';
import { command, query } from './shared/statement';

/** The hash before the first entry. */
export const FIRST_AUDIT_HASH = '0'.repeat(64);

const headRow = z.object({ entry_number: amount, entry_hash: text });
/** The newest entry's number and hash. */
export type AuditHead = z.infer<typeof headRow>;

/** The head of the audit trail; one row. */
export function readAuditHead(): Query<AuditHead> {
  return query({
    name: 'audit.head',
    tables: ['auditHead'],
    row: headRow,
    sql: sql`SELECT entry_number, entry_hash FROM ${t.auditHead}`,
  });
}

/** An entry as it is stored. */
export interface AuditRow {
  readonly at: Date;
  readonly actor: string;
  readonly actorName: string;
  readonly action: string;
  /** What it is about, such as a run's id or a member's email; null for the whole program. */
  readonly subject: string | null;
  /** JSON. */
  readonly details: string;
}

/** The text of an entry that its hash covers, next to its number and the hash before it. */
export function auditText({ at, actor, actorName, action, subject, details }: AuditRow): string {
  return JSON.stringify([at.toISOString(), actor, actorName, action, subject, details]);
}

/**
 * Appends an entry: first the head moves, which makes concurrent transactions wait for this one,
 * then the entry takes its number and hashes from it. The engine computes the hash, SHA-256 of
 * the previous hash, the number, and the text, so that no statement has to read the head first.
 */
export function appendAuditEntry(entry: AuditRow): readonly Command[] {
  const { at, actor, actorName, action, subject, details } = entry;
  return [
    command({
      name: 'audit.move-head',
      tables: ['auditHead'],
      sql: sql`UPDATE ${t.auditHead}
SET entry_number = entry_number + 1, previous_hash = entry_hash,
  entry_hash = SHA2(entry_hash || ' ' || CAST(entry_number + 1 AS VARCHAR) || ' ' || ${auditText(entry)}, 256)
WHERE entry_number >= 0`,
    }),
    command({
      name: 'audit.append',
      tables: ['audit', 'auditHead'],
      sql: sql`INSERT INTO ${t.audit} (entry_number, happened_at, actor, actor_name, action, subject, details,
  previous_hash, entry_hash)
SELECT entry_number, ${timestampBind(at)}, CAST(${actor} AS VARCHAR), CAST(${actorName} AS VARCHAR),
  CAST(${action} AS VARCHAR), CAST(${subject} AS VARCHAR), CAST(${details} AS VARCHAR),
  previous_hash, entry_hash
FROM ${t.auditHead}`,
    }),
  ];
}

const entryRow = z.object({
  entry_number: amount,
  happened_at: instant,
  actor: text,
  actor_name: text,
  action: text,
  subject: text.nullable(),
  details: text,
  previous_hash: text,
  entry_hash: text,
});
export type AuditEntryRow = z.infer<typeof entryRow>;

/** The entries from a number on, in order, at most `limit` rows. */
export function auditEntriesFrom(entryNumber: number, limit: number): Query<AuditEntryRow> {
  return query({
    name: 'audit.entries',
    tables: ['audit'],
    row: entryRow,
    sql: sql`SELECT entry_number, happened_at, actor, actor_name, action, subject, details, previous_hash, entry_hash
FROM ${t.audit}
WHERE entry_number >= ${entryNumber}
ORDER BY entry_number, entry_hash
LIMIT ${rowLimit(limit)}`,
  });
}
