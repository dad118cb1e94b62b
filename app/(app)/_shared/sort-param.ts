import { createParser } from 'nuqs/server';

/** One sorted column, in the URL as `name` or `-name` (descending). */
export interface SortParam<Column extends string> {
  readonly column: Column;
  readonly descending: boolean;
}

/** Parses the sort order of a table from the URL. */
export function parseAsSort<Column extends string>(columns: readonly Column[]) {
  return createParser<SortParam<Column>>({
    parse: (text) => {
      const column = columns.find((name) => name === text.replace(/^-/, ''));
      return column ? { column, descending: text.startsWith('-') } : null;
    },
    serialize: ({ column, descending }) => (descending ? `-${column}` : column),
    eq: (a, b) => a.column === b.column && a.descending === b.descending,
  });
}

/** Parses a sort order of several columns, such as `age,-neediness`. Skips unknown and repeated columns. */
export function parseAsSortList<Column extends string>(columns: readonly Column[]) {
  const { parse, serialize } = parseAsSort(columns);
  return createParser<readonly SortParam<Column>[]>({
    parse: (text) => {
      const byColumn = new Map<Column, SortParam<Column>>();
      for (const part of text.split(',')) {
        const sort = parse(part);
        if (sort && !byColumn.has(sort.column)) byColumn.set(sort.column, sort);
      }
      return byColumn.size > 0 ? [...byColumn.values()] : null;
    },
    serialize: (sorts) => sorts.map(serialize).join(','),
    eq: (a, b) => a.map(serialize).join() === b.map(serialize).join(),
  });
}
