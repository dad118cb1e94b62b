import { allTables, type TableName } from './tables';
import type { Commit, Session, Warehouse } from './types';

/**
 * Adds `onCommit` to a warehouse. Listeners run after the commit and before the transaction's promise
 * resolves. A transaction that wrote nothing, or that was rolled back, has no event.
 */
export function withCommitEvents(warehouse: Omit<Warehouse, 'onCommit'>): Warehouse {
  const listeners = new Set<(commit: Commit) => void>();
  const emit = (commit: Commit) => {
    for (const listener of listeners) listener(commit);
  };
  return {
    kind: warehouse.kind,
    read: (query, options) => warehouse.read(query, options),
    async transaction(name, work, options) {
      const written = new Set<TableName>();
      let isDone = false;
      const observed = async (session: Session) => {
        // After a conflict or a lost session, `work` runs again from the start.
        written.clear();
        isDone = false;
        const result = await work(recordWrites(session, written));
        isDone = true;
        return result;
      };
      try {
        const result = await warehouse.transaction(name, observed, options);
        const tracked = options?.tracked === true;
        if (written.size > 0) emit({ name, tables: written, tracked });
        return result;
      } catch (error) {
        // The commit may have succeeded without a response.
        if (isDone && written.size > 0) emit({ name, tables: written, tracked: false });
        throw error;
      }
    },
    async script(text, options) {
      try {
        return await warehouse.script(text, options);
      } finally {
        emit({ name: 'script', tables: new Set(allTables), tracked: false });
      }
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    copyFiles: warehouse.copyFiles,
    close: () => warehouse.close(),
  };
}

/** Wraps a session to collect the tables of its writes, if cached reads of them must be evicted. */
function recordWrites(session: Session, written: Set<TableName>): Session {
  return {
    read: (query) => session.read(query),
    write(command) {
      if (command.evictsCache !== false) {
        for (const table of command.tables) written.add(table);
      }
      return session.write(command);
    },
  };
}
