import 'server-only';
import { log, reportError } from '@/lib/server/log';
import { type AuditHead, readAuditHead } from '@/lib/warehouse/sql/audit';
import type { Warehouse } from '@/lib/warehouse/types';

/** Limits how often a busy server reads and logs the head. */
const DEBOUNCE_MS = 10_000;

/**
 * Writes the head of the audit trail to the log, now and soon after each change. A person who can edit
 * the warehouse could make a new chain of hashes, but not one that ends in the heads that the log has.
 */
export function logAuditHeads(warehouse: Warehouse): void {
  let logged: AuditHead | undefined;
  let isScheduled = false;
  const logHead = async () => {
    isScheduled = false;
    try {
      const [head] = await warehouse.read(readAuditHead());
      if (!head || head.entry_hash === logged?.entry_hash) return;
      logged = head;
      log.info({ entry: head.entry_number, hash: head.entry_hash }, 'audit head');
    } catch (error) {
      reportError('audit.head', error);
    }
  };
  warehouse.onCommit(({ tables }) => {
    if (isScheduled || !tables.has('auditHead')) return;
    isScheduled = true;
    setTimeout(logHead, DEBOUNCE_MS).unref();
  });
  void logHead();
}
