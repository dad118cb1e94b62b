import type { StatementOptions, TransactionOptions, Warehouse } from './types';

/**
 * Wraps a warehouse with default options for reads and transactions. If both the defaults and a
 * call have a signal, either one aborts the statement.
 */
export function withDefaults(warehouse: Warehouse, defaults: StatementOptions): Warehouse {
  const merged = <Options extends TransactionOptions>(given: Options | undefined) => ({
    ...defaults,
    ...given,
    signal: anySignal(defaults.signal, given?.signal),
  });
  return {
    kind: warehouse.kind,
    read: (query, options) => warehouse.read(query, merged(options)),
    transaction: (name, work, options) => warehouse.transaction(name, work, merged(options)),
    script: (text, options) => warehouse.script(text, merged(options)),
    onCommit: (listener) => warehouse.onCommit(listener),
    copyFiles: warehouse.copyFiles,
    close: () => warehouse.close(),
  };
}

function anySignal(one?: AbortSignal, other?: AbortSignal): AbortSignal | undefined {
  return one && other ? AbortSignal.any([one, other]) : (one ?? other);
}

/**
 * Wraps a warehouse for a page: after its request is aborted, failed reads never settle. Nobody
 * waits for the page, so the failure must not be reported.
 */
export function ignoreAfterAbort(warehouse: Warehouse, request: AbortSignal): Warehouse {
  return {
    kind: warehouse.kind,
    read: (query, options) =>
      warehouse.read(query, options).catch((error: unknown) => {
        if (request.aborted) return new Promise<never>(() => {});
        throw error;
      }),
    transaction: (name, work, options) => warehouse.transaction(name, work, options),
    script: (text, options) => warehouse.script(text, options),
    onCommit: (listener) => warehouse.onCommit(listener),
    copyFiles: warehouse.copyFiles,
    close: () => warehouse.close(),
  };
}
