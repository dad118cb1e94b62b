import { resolve } from 'node:path';

export interface DatabaseFiles {
  /** The file attached as DSV_WAREHOUSE. */
  readonly warehouse: string;
  /** The file attached as DSV_SHARE. */
  readonly share: string;
}

/** The two files of a warehouse: the given one, and `<name>.share.duckdb` next to it. */
export function databaseFiles(path: string): DatabaseFiles {
  const warehouse = resolve(path);
  return { warehouse, share: `${warehouse.replace(/\.duckdb$/, '')}.share.duckdb` };
}
