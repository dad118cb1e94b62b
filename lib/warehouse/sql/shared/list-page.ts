import sql, { raw, type Sql } from 'sql-template-tag';

/** The place of a row in a list that is sorted by time and id. */
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

type Direction = 'newest_first' | 'oldest_first';

/** ORDER BY of a list: by time, ties by id. */
export function listOrder(time: Sql, id: Sql, direction: Direction = 'newest_first'): Sql {
  const order = raw(direction === 'newest_first' ? 'DESC' : 'ASC');
  return sql`ORDER BY ${listMs(time)} ${order}, ${id} ${order}`;
}

/**
 * Condition: the row comes after the page's key.
 * @param bind binds an id as the type of its column; text by default
 */
export function isAfter(
  page: ListPage,
  time: Sql,
  id: Sql,
  {
    direction = 'newest_first',
    bind = (text) => sql`${text}`,
  }: { readonly direction?: Direction; readonly bind?: (id: string) => Sql } = {},
): Sql {
  if (!('after' in page) || page.after === null) return raw('TRUE');
  const { ms, id: last } = page.after;
  const isBeyond = raw(direction === 'newest_first' ? '<' : '>');
  return sql`(${listMs(time)} ${isBeyond} ${ms}
    OR (${listMs(time)} = ${ms} AND ${id} ${isBeyond} ${bind(last)}))`;
}

/** Rows before the page, among those that `isAfter` selects. */
export function offsetOf(page: ListPage): number {
  return 'offset' in page ? page.offset : 0;
}
