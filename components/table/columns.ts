import {
  type ColumnDef,
  columnVisibilityFeature,
  createColumnHelper,
  metaHelper,
  type RowData,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { Breakpoint } from './dimensions';

/** What the table needs to know of a column beside its cells. */
export interface ColumnMeta {
  /** The column's name, wherever it is listed or read out. */
  readonly label: string;
  readonly align?: 'start' | 'end';
  /** Pixels; with `grow` the least it gets. */
  readonly width: number;
  /** A class that sets the width by the room there is; `width` is the most it sets. */
  readonly wide?: string;
  /** Takes the room that is left. */
  readonly grow?: boolean;
  /** Drawn only where the table has this much room; always otherwise. */
  readonly room?: Breakpoint;
  /** False keeps it out of the menu of columns. */
  readonly hideable?: boolean;
}

/** Sorting, filtering and paging are done by the server; the table draws and asks. */
export const dataTableFeatures = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  columnMeta: metaHelper<ColumnMeta>(),
});

export type DataTableFeatures = typeof dataTableFeatures;
// biome-ignore lint/suspicious/noExplicitAny: columns of one table hold values of many types.
export type DataTableColumn<Row extends RowData> = ColumnDef<DataTableFeatures, Row, any>;

/** Makes the columns of a table of `Row`s. */
export function dataTableColumnHelper<Row extends RowData>() {
  return createColumnHelper<DataTableFeatures, Row>();
}
