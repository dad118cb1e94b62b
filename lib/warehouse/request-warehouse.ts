import type { StatementOptions, TransactionOptions, Warehouse } from './types';

/**
 * The same warehouse, whose reads and transactions have these options where they give none of
 * their own. A statement with a signal of its own ends when either is aborted.
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
    close: () => warehouse.close(),
  };
}

function anySignal(one?: AbortSignal, other?: AbortSignal): AbortSignal | undefined {
  return one && other ? AbortSignal.any([one, other]) : (one ?? other);
}

/**
 * The same warehouse for a page: what was being read when its request was aborted never settles.
 * Nobody waits for such a page, and its failure would be reported as if somebody did.
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
    close: () => warehouse.close(),
  };
}
