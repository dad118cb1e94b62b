import 'server-only';
import { log, reportError } from '@/lib/server/log';
import { readAuditHead } from '@/lib/warehouse/sql/audit';
import type { Warehouse } from '@/lib/warehouse/types';

/** Waits for more entries, so that a busy minute does not log a line for each. */
const DEBOUNCE_MS = 1_000;

const scheduled = new WeakSet<Warehouse>();

/**
 * Writes the head of the audit trail to the log, soon. A person who can edit the warehouse could make
 * a new chain of hashes, but not one that ends in the heads that the log has.
 */
export function logAuditHead(warehouse: Warehouse): void {
  if (scheduled.has(warehouse)) return;
  scheduled.add(warehouse);
  setTimeout(async () => {
    scheduled.delete(warehouse);
    try {
      const [head] = await warehouse.read(readAuditHead());
      if (head) log.info({ entry: head.entry_number, hash: head.entry_hash }, 'audit head');
    } catch (error) {
      reportError('audit.head', error);
    }
  }, DEBOUNCE_MS).unref();
}
