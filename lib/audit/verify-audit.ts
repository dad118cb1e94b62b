import 'server-only';
import { z } from 'zod';
import { type Person, requireRole } from '@/lib/server/auth/person';
import { parseInput } from '@/lib/server/parse-input';
import { type AuditEntryRow, auditEntriesFrom, readAuditHead } from '@/lib/warehouse/sql/audit';
import type { Warehouse } from '@/lib/warehouse/types';
import { ChainCheck } from './check-chain';
import { MAX_HEADS } from './logged-heads';
import type { AuditVerification } from './types';

/** Entries per statement. */
const BATCH = 1_000;

export const verifyAuditInput = z.object({
  /** The heads that the log has, which show a chain that was computed again. */
  heads: z
    .array(z.object({ entry: z.int().min(0), hash: z.string().max(64) }))
    .max(MAX_HEADS, `can have at most ${MAX_HEADS} heads`)
    .default([]),
});

/**
 * Reads the whole audit trail, computes each hash again, and names the entries that were changed,
 * removed, or inserted. Entries may be added meanwhile. Admins only.
 * @throws AppError `forbidden`; or a warehouse code
 */
export async function verifyAudit(
  { warehouse, person }: { readonly warehouse: Warehouse; readonly person: Person },
  input: z.input<typeof verifyAuditInput>,
): Promise<AuditVerification> {
  requireRole(person, 'admin');
  const { heads } = parseInput(verifyAuditInput, input);
  const check = new ChainCheck(heads.filter(({ entry }) => entry > 0));
  // Inserted entries may have numbers below 1.
  let from = Number.MIN_SAFE_INTEGER;
  for (;;) {
    from = await readEntries(warehouse, from, check);
    const [head] = await warehouse.read(readAuditHead());
    const known = check.newest;
    if (head && head.entry_number > known) {
      from = await readEntries(warehouse, from, check);
      if (check.newest > known) continue;
    }
    return { ...check.end(head), heads: heads.length };
  }
}

/** Adds the entries from a number on to the check, and returns the number after the last one. */
async function readEntries(
  warehouse: Warehouse,
  start: number,
  check: ChainCheck,
): Promise<number> {
  let from = start;
  for (;;) {
    const rows = await warehouse.read(auditEntriesFrom(from, BATCH));
    const groups = groupByNumber(rows);
    // The last number of a full batch may have more entries, unless it fills the batch by itself.
    const complete = rows.length < BATCH || groups.length === 1 ? groups : groups.slice(0, -1);
    for (const group of complete) check.add(group);
    const last = complete.at(-1);
    if (last) from = last[0].entry_number + 1;
    if (rows.length < BATCH) return from;
  }
}

type Group = [AuditEntryRow, ...AuditEntryRow[]];

/** Groups entries, which are sorted by number, by their number. */
function groupByNumber(rows: readonly AuditEntryRow[]): Group[] {
  const groups: Group[] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last?.[0].entry_number === row.entry_number) last.push(row);
    else groups.push([row]);
  }
  return groups;
}
