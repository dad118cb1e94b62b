import { createHash } from 'node:crypto';
import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { inBatches } from './shared/batches';
import { amount, flag, instant, text, timestampBind } from './shared/columns';
import { listMs } from './shared/list-page';
import { timestampOf } from './shared/microseconds';
import { paddedTable } from './shared/padding';
import { rowLimit } from './shared/row-limit';
import { type CommandParts, command, query } from './shared/statement';

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

/** The hash of an entry. */
export function auditHash(previousHash: string, entryNumber: number, text: string): string {
  return createHash('sha256').update(`${previousHash} ${entryNumber} ${text}`).digest('hex');
}

/**
 * Appends an entry: first the head moves, which makes concurrent transactions wait for this one,
 * then the entry takes its number and hashes from it. The engine computes the hash, SHA-256 of
 * the previous hash, the number, and the text, so that no statement has to read the head first.
 */
export function appendAuditEntry(entry: AuditRow): readonly [moveHead: Command, insert: Command] {
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

/** Makes concurrent transactions that append wait for this one. */
export function lockAuditHead(): Command {
  return command({
    name: 'audit.lock-head',
    tables: ['auditHead'],
    sql: sql`UPDATE ${t.auditHead} SET entry_number = entry_number WHERE entry_number >= 0`,
  });
}

/**
 * Appends several entries after a head that was read. The first command affects no row if the head has
 * moved since; then the others must not run.
 */
export function appendAuditEntries(
  entries: readonly AuditRow[],
  head: AuditHead,
): readonly [moveHead: Command, ...inserts: Command[]] {
  let { entry_number: number, entry_hash: hash } = head;
  const linked = entries.map((entry) => {
    const previous = hash;
    number += 1;
    hash = auditHash(previous, number, auditText(entry));
    return { ...entry, number, previous, hash };
  });
  const previous = linked.at(-1)?.previous ?? head.entry_hash;
  return [
    command({
      name: 'audit.set-head',
      tables: ['auditHead'],
      sql: sql`UPDATE ${t.auditHead}
SET entry_number = ${number}, previous_hash = ${previous}, entry_hash = ${hash}
WHERE entry_number = ${head.entry_number} AND entry_hash = ${head.entry_hash}`,
    }),
    ...inBatches(linked, insertLinked),
  ];
}

interface LinkedRow extends AuditRow {
  readonly number: number;
  readonly previous: string;
  readonly hash: string;
}

function insertLinked(entries: readonly LinkedRow[]): CommandParts {
  const rows = paddedTable(entries, [
    { name: 'entry_number', type: 'BIGINT', value: (row) => row.number },
    { name: 'happened_at', type: 'TIMESTAMP_NTZ', value: (row) => row.at.toISOString() },
    { name: 'actor', type: 'VARCHAR', value: (row) => row.actor },
    { name: 'actor_name', type: 'VARCHAR', value: (row) => row.actorName },
    { name: 'action', type: 'VARCHAR', value: (row) => row.action },
    { name: 'subject', type: 'VARCHAR', value: (row) => row.subject },
    { name: 'details', type: 'VARCHAR', value: (row) => row.details },
    { name: 'previous_hash', type: 'VARCHAR', value: (row) => row.previous },
    { name: 'entry_hash', type: 'VARCHAR', value: (row) => row.hash },
  ]);
  return {
    name: 'audit.append-several',
    tables: ['audit'],
    sql: sql`INSERT INTO ${t.audit} (entry_number, happened_at, actor, actor_name, action, subject, details,
  previous_hash, entry_hash)
SELECT entry_number, happened_at, actor, actor_name, action, subject, details, previous_hash, entry_hash
FROM ${rows} AS e`,
  };
}

const entryRow = z.object({
  entry_number: amount,
  happened_at: instant,
  /** False if the stored time is finer than a millisecond, which only an edit can make it. */
  is_whole_ms: flag,
  actor: text,
  actor_name: text,
  action: text,
  subject: text.nullable(),
  details: text,
  previous_hash: text,
  entry_hash: text,
});
export type AuditEntryRow = z.infer<typeof entryRow>;

const happenedAt = sql`happened_at`;
const entryColumns = sql`entry_number, happened_at,
  CASE WHEN happened_at = ${timestampOf(sql`1000 * ${listMs(happenedAt)}`)} THEN TRUE ELSE FALSE END AS is_whole_ms,
  actor, actor_name, action, subject, details, previous_hash, entry_hash`;

/** The entries from a number on, in order, at most `limit` rows. */
export function auditEntriesFrom(entryNumber: number, limit: number): Query<AuditEntryRow> {
  return query({
    name: 'audit.entries',
    tables: ['audit'],
    row: entryRow,
    sql: sql`SELECT ${entryColumns} FROM ${t.audit}
WHERE entry_number >= ${entryNumber}
ORDER BY entry_number, entry_hash
LIMIT ${rowLimit(limit)}`,
  });
}

/** Which entries to list; those that match all of it. */
export interface AuditFilter {
  readonly action: string | null;
  /** Part of the person's name or email, in any case. */
  readonly person: string | null;
  /** Part of what it is about or of the details, in any case. */
  readonly text: string | null;
  readonly from: Date | null;
  /** Exclusive. */
  readonly until: Date | null;
}

/** Part of the list: after a number of rows, or after an entry. */
export type AuditPage =
  | { readonly limit: number; readonly offset: number }
  | { readonly limit: number; readonly afterEntry: number | null };

const listedRow = z.intersection(entryRow, z.object({ total: amount }));
export type ListedAuditRow = z.infer<typeof listedRow>;

/** Part of the list of entries, newest first. Each row has the number of rows from its start. */
export function auditPage(filter: AuditFilter, page: AuditPage): Query<ListedAuditRow> {
  const after = 'afterEntry' in page ? page.afterEntry : null;
  return query({
    name: 'audit.page',
    tables: ['audit'],
    row: listedRow,
    sql: sql`SELECT ${entryColumns}, COUNT(*) OVER () AS total
FROM ${t.audit}
WHERE ${after === null ? raw('TRUE') : sql`entry_number < ${after}`}${conditions(filter)}
ORDER BY entry_number DESC, entry_hash
LIMIT ${rowLimit(page.limit)} OFFSET ${rowLimit('offset' in page ? page.offset : 0)}`,
  });
}

function conditions({ action, person, text, from, until }: AuditFilter): Sql {
  const parts = [
    action === null ? null : sql`action = ${action}`,
    person === null
      ? null
      : sql`CONTAINS(LOWER(actor || ' ' || actor_name), ${person.toLowerCase()})`,
    text === null
      ? null
      : sql`CONTAINS(LOWER(COALESCE(subject, '') || ' ' || details), ${text.toLowerCase()})`,
    from === null ? null : sql`happened_at >= ${timestampBind(from)}`,
    until === null ? null : sql`happened_at < ${timestampBind(until)}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? empty : sql`\n  AND ${join(parts, '\n  AND ')}`;
}
