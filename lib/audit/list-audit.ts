import 'server-only';
import { z } from 'zod';
import { type AuditAction, auditActions } from '@/lib/server/audit/actions';
import { type Person, requireRole } from '@/lib/server/auth/person';
import { pageNumberSchema, pageSizeSchema, readInBatches, readPage } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import { auditPage, type ListedAuditRow } from '@/lib/warehouse/sql/audit';
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
  return { entries: rows.map(toEntry), total, page };
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
    ...{ number: row.entry_number, at: row.happened_at },
    ...{ actor: row.actor, actorName: row.actor_name },
    ...{ action: row.action, subject: row.subject, details: row.details, hash: row.entry_hash },
  };
}
