import type { StatementOptions, TransactionOptions, Warehouse } from './types';

/**
 * The same warehouse, whose reads and transactions have these options where they give none of
 * their own. A statement with a signal of its own ends when either is aborted.
 */
export function bound(warehouse: Warehouse, defaults: StatementOptions): Warehouse {
  const merged = <Options extends TransactionOptions>(given: Options | undefined) => ({
    ...defaults,
    ...given,
    signal: either(defaults.signal, given?.signal),
  });
  return {
    kind: warehouse.kind,
    read: (query, options) => warehouse.read(query, merged(options)),
    transaction: (name, work, options) => warehouse.transaction(name, work, merged(options)),
    script: (text, options) => warehouse.script(text, merged(options)),
    close: () => warehouse.close(),
  };
}

function either(one?: AbortSignal, other?: AbortSignal): AbortSignal | undefined {
  return one && other ? AbortSignal.any([one, other]) : (one ?? other);
}
