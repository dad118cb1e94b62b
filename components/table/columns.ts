import type { ReactNode } from 'react';
import type { ColumnWidth } from './dimensions';

/** How a column of a table with fixed column widths is labeled, sized, and aligned. */
export interface ColumnLayout extends ColumnWidth {
  readonly id: string;
  /** The column's name in menus, on hover, and, unless a short header is given, in its header. */
  readonly label: string;
  readonly header?: ReactNode;
  readonly align?: 'start' | 'end' | undefined;
}

/** A column with its cells, and what pressing its header sorts by. */
export interface DataTableColumn<Row> extends ColumnLayout {
  /** The sort keys whose values the column shows. Its header sorts by the first. */
  readonly sortKeys?: readonly string[];
  /** Whether the largest values are the most interesting. */
  readonly descendingFirst?: boolean;
  readonly cell: (row: Row, state: { readonly selected: boolean }) => ReactNode;
}

/** A key of a sort order and its direction. */
export interface ColumnSort {
  readonly id: string;
  readonly descending: boolean;
}

/**
 * Returns the order after a column's header was pressed: first in its own direction, then in the
 * other, then no longer by this column.
 * @param add keeps the other keys, and adds this one as the last
 */
export function nextSorting(
  sorting: readonly ColumnSort[],
  {
    sortKeys = [],
    descendingFirst = false,
  }: Pick<DataTableColumn<never>, 'sortKeys' | 'descendingFirst'>,
  add: boolean,
): readonly ColumnSort[] {
  const [id] = sortKeys;
  if (id === undefined) return sorting;
  const current = sorting.find((key) => key.id === id);
  const next =
    !current || current.descending === descendingFirst
      ? { id, descending: current ? !descendingFirst : descendingFirst }
      : null;
  if (!add) return next ? [next] : [];
  if (!current) return next ? [...sorting, next] : sorting;
  return sorting.flatMap((key) => (key === current ? (next ?? []) : key));
}
