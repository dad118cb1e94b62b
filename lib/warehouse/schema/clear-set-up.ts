import { FIRST_AUDIT_HASH } from '@/lib/warehouse/sql/audit';
import { tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';

/**
 * Removes the rows that setup inserted: the first policy and its audit entries. Only for a warehouse
 * that nobody has used, and with the role that set it up: the server has no privilege to do this.
 */
export async function clearSetUp(warehouse: Warehouse): Promise<void> {
  const name = 'set-up.clear';
  await warehouse.transaction(name, async (session) => {
    const statements = [
      ['policies', `DELETE FROM ${tableNames.policies} WHERE created_by = 'setup'`],
      ['audit', `DELETE FROM ${tableNames.audit} WHERE action = 'setup.done'`],
      [
        'auditHead',
        `UPDATE ${tableNames.auditHead} SET entry_number = 0, previous_hash = '${FIRST_AUDIT_HASH}',
  entry_hash = '${FIRST_AUDIT_HASH}' WHERE entry_number >= 0`,
      ],
    ] as const;
    for (const [table, sql] of statements) {
      await session.write({ name, tables: [table], sql, binds: [] });
    }
  });
}
