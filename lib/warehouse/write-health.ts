import { AppError } from '@/lib/server/errors';
import { deleteWriteChecks, insertWriteCheck } from './duckdb/write-check';
import type { Session, StatementOptions, Warehouse } from './types';

/** A warehouse that knows whether its last write failed. */
export interface MonitoredWarehouse extends Warehouse {
  /**
   * Rejects while the embedded warehouse cannot be written. Writes a row and deletes it if the last
   * write failed; otherwise, and on Snowflake, writes nothing.
   * @throws AppError with the reason
   */
  checkWritable(options?: StatementOptions): Promise<void>;
}

/** Wraps a warehouse to monitor whether its transactions are saved. */
export function withWriteHealth(warehouse: Warehouse): MonitoredWarehouse {
  let isFailing = false;
  let check: Promise<void> | undefined;

  const transaction: Warehouse['transaction'] = async (name, work, options) => {
    let changedRows = 0;
    try {
      const result = await warehouse.transaction(
        name,
        (session) => work(countChanges(session, (rows) => (changedRows += rows))),
        options,
      );
      if (changedRows > 0) isFailing = false;
      return result;
    } catch (error) {
      if (isWriteFailure(error)) isFailing = true;
      throw error;
    }
  };

  async function writeCheck(options: StatementOptions): Promise<void> {
    // Two transactions, because a row that is inserted and deleted in one is never written.
    for (const command of [insertWriteCheck(), deleteWriteChecks()]) {
      await transaction(command.name, (session) => session.write(command), options);
    }
  }

  return {
    kind: warehouse.kind,
    read: (query, options) => warehouse.read(query, options),
    transaction,
    script: (text, options) => warehouse.script(text, options),
    onCommit: (listener) => warehouse.onCommit(listener),
    copyFiles: warehouse.copyFiles,
    close: () => warehouse.close(),
    async checkWritable(options = {}) {
      if (!isFailing || warehouse.kind !== 'duckdb') return;
      check ??= writeCheck(options).finally(() => {
        check = undefined;
      });
      await check;
    },
  };
}

/** Wraps a session to report the number of rows that each write affects. */
function countChanges(session: Session, onChange: (rows: number) => void): Session {
  return {
    read: (query) => session.read(query),
    async write(command) {
      const rows = await session.write(command);
      onChange(rows);
      return rows;
    },
  };
}

function isWriteFailure(error: unknown): boolean {
  return (
    error instanceof AppError &&
    ['warehouse_unavailable', 'warehouse_read_only'].includes(error.code)
  );
}
