import type { Warehouse } from './types';

/**
 * The same warehouse for a page: what was being read when its request was aborted never settles.
 * Nobody waits for such a page, and its failure would be reported as if somebody did.
 */
export function unheard(warehouse: Warehouse, request: AbortSignal): Warehouse {
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
