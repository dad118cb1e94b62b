import { auditEntriesFrom, readAuditHead } from '@/lib/warehouse/sql/audit';
import type { Warehouse } from '@/lib/warehouse/types';

/** Returns what `work` records in the audit trail, with its details parsed. */
export async function auditedBy(
  { warehouse }: { readonly warehouse: Warehouse },
  work: () => Promise<unknown>,
) {
  const [head] = await warehouse.read(readAuditHead());
  await work();
  const entries = await warehouse.read(auditEntriesFrom((head?.entry_number ?? 0) + 1, 1_000));
  return entries.map(({ action, subject, actor, details }) => ({
    action,
    subject,
    actor,
    details: JSON.parse(details) as unknown,
  }));
}
