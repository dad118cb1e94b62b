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

/** How a column is labeled, sized, and aligned. */
export interface ColumnMeta {
  /** The column's name in its header, in menus, and for screen readers. */
  readonly label: string;
  readonly align?: 'start' | 'end' | undefined;
  /** Width in pixels in a fixed layout; with `grow`, the minimum width. */
  readonly width?: number;
  /** Class that sets a responsive width; `width` is its maximum. */
  readonly widthClass?: string;
  /** Takes the remaining width. */
  readonly grow?: boolean;
  /** Shows the column only if the table is at least this wide. */
  readonly showFrom?: Breakpoint;
  /** False keeps the column out of the column menu. */
  readonly hideable?: boolean;
  /** Marks the cells as row headers. */
  readonly rowHeader?: boolean | undefined;
  /** Class of the column's cells and header in a static table, such as a minimum width. */
  readonly className?: string | undefined;
  /** Makes the header a link that sorts by this column. */
  readonly sortLink?: SortLink | undefined;
}

/** A link that sorts a table by a column, and the column's current direction, if any. */
export interface SortLink {
  readonly href: string;
  readonly direction: 'asc' | 'desc' | null;
}

/** The server sorts, filters, and pages; the table only displays rows and reports requests. */
export const dataTableFeatures = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  columnMeta: metaHelper<ColumnMeta>(),
});

export type DataTableFeatures = typeof dataTableFeatures;
// biome-ignore lint/suspicious/noExplicitAny: columns of one table hold values of many types.
export type DataTableColumn<Row extends RowData> = ColumnDef<DataTableFeatures, Row, any>;

/** A helper that builds the columns of a table of `Row`s. */
export function dataTableColumnHelper<Row extends RowData>() {
  return createColumnHelper<DataTableFeatures, Row>();
}
