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

/**
 * The CTE `listed`: the page's rows of a source, newest first, with their `place`, `list_ms`, and the
 * `total` number of rows (from the page's key on).
 */
export function listedCte(
  page: ListPage,
  list: {
    /** A CTE, and its alias in the other parts. */
    readonly source: string;
    readonly alias: string;
    readonly where: Sql;
    readonly time: Sql;
    readonly id: Sql;
    readonly bind?: (id: string) => Sql;
  },
): Sql {
  const { source, alias, where, time, id, bind } = list;
  const offset = offsetOf(page);
  return sql`listed AS (
  SELECT
    ${raw(alias)}.*,
    COUNT(*) OVER () AS total,
    ${listMs(time)} AS list_ms,
    ROW_NUMBER() OVER (${listOrder(time, id)}) AS place
  FROM ${raw(`${source} AS ${alias}`)}
  WHERE ${where} AND ${isAfter(page, time, id, bind && { bind })}
  QUALIFY place > ${offset} AND place <= ${offset + page.limit}
)`;
}
