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
