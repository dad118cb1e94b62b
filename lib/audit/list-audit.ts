import 'server-only';
import { z } from 'zod';
import { type AuditAction, auditActions } from '@/lib/server/audit/actions';
import { type Person, requireRole } from '@/lib/server/auth/person';
import { pageNumberSchema, pageSizeSchema, readInBatches, readPage } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import { MINUTE_MS } from '@/lib/time';
import { auditPage, type ListedAuditRow } from '@/lib/warehouse/sql/audit';
import { MOVED_ID_OFFSET } from '@/lib/warehouse/sql/moved-tables';
import type { Warehouse } from '@/lib/warehouse/types';

const part = z
  .string()
  .trim()
  .max(200, 'can have at most 200 characters')
  .transform((text) => text || null)
  .nullable()
  .default(null);

const auditFilter = z.object({
  action: z
    .enum(Object.keys(auditActions) as AuditAction[], { error: 'is not a recorded action' })
    .nullable()
    .default(null),
  /** Part of the person's name or email. */
  person: part,
  /** Part of what an entry is about, or of its details. */
  text: part,
  from: z.coerce.date({ error: 'must be a time' }).nullable().default(null),
  /** Exclusive. */
  until: z.coerce.date({ error: 'must be a time' }).nullable().default(null),
});
export type AuditFilterInput = z.input<typeof auditFilter>;

export const listAuditInput = auditFilter.extend({
  page: pageNumberSchema.default(1),
  pageSize: pageSizeSchema.default(50),
});

interface AuditContext {
  readonly warehouse: Warehouse;
  readonly person: Person;
}

/** An entry of the audit trail. */
export interface ListedAuditEntry {
  readonly number: number;
  readonly at: Date;
  /** The person's email. */
  readonly actor: string;
  readonly actorName: string;
  /** A recorded action, or another text if the entry was edited or made by a newer program. */
  readonly action: string;
  /** What it is about, such as a run's id. */
  readonly subject: string | null;
  /** JSON. */
  readonly details: string;
  readonly hash: string;
  /** The id of the recommendation that it is about, if a move to Snowflake has changed it. */
  readonly recommendationId?: string;
}

/**
 * Returns one page of the audit trail, newest first, and the total. Pages start at 1; a page beyond the
 * end returns the last one. Admins only.
 */
export async function listAudit(
  { warehouse, person }: AuditContext,
  input: z.input<typeof listAuditInput>,
): Promise<{
  readonly entries: readonly ListedAuditEntry[];
  readonly total: number;
  readonly page: number;
}> {
  requireRole(person, 'admin');
  const { page: requested, pageSize, ...filter } = parseInput(listAuditInput, input);
  const { page, total, rows } = await readPage(requested, pageSize, (range) =>
    warehouse.read(auditPage(filter, range)),
  );
  const moved = await lastMovedEntry(warehouse, rows);
  const entries = rows.map(toEntry).map((entry) => withMovedId(entry, moved));
  return { entries, total, page };
}

const isAboutDecision = ({ action }: { readonly action: string }) => action.startsWith('decision.');

/** The number of the entry of a move to Snowflake; 0 if there was none, or none of the rows needs it. */
async function lastMovedEntry(
  warehouse: Warehouse,
  rows: readonly ListedAuditRow[],
): Promise<number> {
  if (warehouse.kind !== 'snowflake' || !rows.some(isAboutDecision)) return 0;
  const filter = { action: 'migration.done', person: null, text: null, from: null, until: null };
  const newest = auditPage(filter, { limit: 1, offset: 0 });
  const [entry] = await warehouse.read(newest, { maxAgeMs: MINUTE_MS });
  return entry?.entry_number ?? 0;
}

/** Entries from before a move keep the ids of recommendations, because their hashes cover them. */
function withMovedId(entry: ListedAuditEntry, moved: number): ListedAuditEntry {
  const { subject, number } = entry;
  if (number >= moved || !isAboutDecision(entry) || !/^\d+$/.test(subject ?? '')) return entry;
  return { ...entry, recommendationId: String(BigInt(subject ?? 0) + MOVED_ID_OFFSET) };
}

/** Returns all entries that match in batches, newest first. Admins only. */
export async function exportAudit(
  { warehouse, person }: AuditContext,
  input: AuditFilterInput,
): Promise<AsyncIterable<readonly ListedAuditEntry[]>> {
  requireRole(person, 'admin');
  const filter = parseInput(auditFilter, input);
  return readInBatches<ListedAuditEntry>(async ({ limit, last }) => {
    const afterEntry = last?.number ?? null;
    return (await warehouse.read(auditPage(filter, { limit, afterEntry }))).map(toEntry);
  });
}

function toEntry(row: ListedAuditRow): ListedAuditEntry {
  return {
    number: row.entry_number,
    at: row.happened_at,
    actor: row.actor,
    actorName: row.actor_name,
    action: row.action,
    subject: row.subject,
    details: row.details,
    hash: row.entry_hash,
  };
}
