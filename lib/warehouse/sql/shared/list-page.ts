import sql, { raw, type Sql } from 'sql-template-tag';

/** The place of a row in a list that is sorted by time and id, newest first. */
export interface ListKey {
  /** Milliseconds since 1970. */
  readonly ms: number;
  readonly id: string;
}

/** Part of a list: after a number of rows (a page), or after a row (the next part of an export). */
export type ListPage =
  | { readonly limit: number; readonly offset: number }
  | { readonly limit: number; readonly after: ListKey | null };

/** Milliseconds since 1970 of a time, by which a list is sorted and continued. */
export function listMs(time: Sql): Sql {
  return sql`DATEDIFF('millisecond', CAST('1970-01-01' AS TIMESTAMP_NTZ), ${time})`;
}

/** ORDER BY of a list: newest first, ties by id. */
export function listOrder(time: Sql, id: Sql): Sql {
  return sql`ORDER BY ${listMs(time)} DESC, CAST(${id} AS VARCHAR) DESC`;
}

/** Condition: the row comes after the page's key. */
export function isAfter(page: ListPage, time: Sql, id: Sql): Sql {
  if (!('after' in page) || page.after === null) return raw('TRUE');
  const { ms, id: last } = page.after;
  return sql`(${listMs(time)} < ${ms} OR (${listMs(time)} = ${ms} AND CAST(${id} AS VARCHAR) < ${last}))`;
}

/** Rows before the page, among those that `isAfter` selects. */
export function offsetOf(page: ListPage): number {
  return 'offset' in page ? page.offset : 0;
}
