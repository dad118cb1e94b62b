import sql from 'sql-template-tag';
import { command } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Command } from '@/lib/warehouse/types';

const WRITE_CHECK = 'write-check';
/** Larger than the free rest of any disk block, so it fits only if the disk has space. */
const WRITE_CHECK_LENGTH = 64 * 1024;

/** Inserts a large row that nothing reads, to find out whether the warehouse can be written. */
export function insertWriteCheck(): Command {
  return command({
    name: 'write-check.insert',
    tables: ['locks'],
    sql: sql`INSERT INTO ${t.locks} (name, holder, expires_at)
VALUES (${WRITE_CHECK}, ${'.'.repeat(WRITE_CHECK_LENGTH)}, NULL)`,
  });
}

/** Deletes the rows of write checks, including any that an interrupted check has left. */
export function deleteWriteChecks(): Command {
  return command({
    name: 'write-check.delete',
    tables: ['locks'],
    sql: sql`DELETE FROM ${t.locks} WHERE name = ${WRITE_CHECK}`,
  });
}
