'use client';

import {
  type ColumnSort,
  type ColumnVisibilityState,
  functionalUpdate,
  type RowData,
  type SortingState,
  useTable,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { type DataTableColumn, dataTableFeatures } from './columns';
import {
  columnVisibilityClass,
  DEFAULT_COLUMN_WIDTH,
  type Density,
  minTableWidth,
} from './dimensions';
import { SortableHeaderCell } from './header-cell';
import { TableRow, useRowFocus } from './table-row';

export interface DataTableProps<Row extends RowData> {
  /** Accessible name: what the table lists. */
  readonly label: string;
  readonly columns: DataTableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly sorting?: readonly ColumnSort[];
  readonly onSort?: (next: SortingState) => void;
  /** The active row; arrow keys, Home, and End request another. */
  readonly activeId?: string | null;
  readonly onActivate?: (id: string) => void;
  /** Called on Enter or a double click on a row. */
  readonly onOpen?: (id: string) => void;
  /** A class for a row that looks different. */
  readonly rowClass?: (row: Row) => string | undefined;
  readonly selectedIds?: ReadonlySet<string>;
  readonly visibility?: ColumnVisibilityState;
  readonly density?: Density;
  /** Dims the rows while newer ones load. */
  readonly busy?: boolean;
  /** Shown instead of rows if there are none. */
  readonly empty?: ReactNode;
  readonly className?: string;
}

const noSorting: SortingState = [];
const allVisible: ColumnVisibilityState = {};

/**
 * An interactive table with fixed column widths and one active row. The server sorts, filters, and
 * pages; this component requests changes.
 */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { rows, columns, rowId, sorting, visibility = allVisible, activeId, onActivate } = props;
  const table = useTable({
    features: dataTableFeatures,
    columns,
    data: rows as Row[],
    getRowId: rowId,
    manualSorting: true,
    enableMultiSort: true,
    state: {
      sorting: (sorting as SortingState | undefined) ?? noSorting,
      columnVisibility: visibility,
    },
    onSortingChange: (updater) =>
      props.onSort?.(functionalUpdate(updater, (sorting as SortingState | undefined) ?? noSorting)),
  });
  const visibleRows = table.getRowModel().rows;
  const visibleColumns = table.getVisibleLeafColumns();
  const metas = visibleColumns.map((column) => column.columnDef.meta);
  const focus = useRowFocus(
    visibleRows.map((row) => row.id),
    activeId ?? null,
    onActivate,
  );

  return (
    <section
      aria-label={props.label}
      aria-busy={props.busy || undefined}
      // A scrolling region without focusable rows must be focusable itself.
      tabIndex={onActivate ? undefined : 0}
      data-print="flow"
      className={classNames('min-h-0 overflow-auto', props.className)}
    >
      <table
        role={onActivate ? 'grid' : undefined}
        aria-label={props.label}
        onKeyDown={focus.onKeyDown}
        className="w-full table-fixed border-separate border-spacing-0 text-sm"
        style={{ minWidth: minTableWidth(metas) }}
      >
        <colgroup>
          {visibleColumns.map((column, index) => (
            <col
              key={column.id}
              className={classNames(
                metas[index]?.showFrom && columnVisibilityClass[metas[index].showFrom],
                metas[index]?.widthClass,
              )}
              style={
                metas[index]?.grow || metas[index]?.widthClass
                  ? undefined
                  : { width: metas[index]?.width ?? DEFAULT_COLUMN_WIDTH }
              }
            />
          ))}
        </colgroup>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <SortableHeaderCell
                  key={header.id}
                  meta={header.column.columnDef.meta}
                  sorted={header.column.getIsSorted()}
                  sortIndex={header.column.getSortIndex()}
                  sortCount={sorting?.length ?? 0}
                  onSort={
                    props.onSort && header.column.getCanSort()
                      ? (add) => header.column.toggleSorting(undefined, add)
                      : undefined
                  }
                >
                  {header.isPlaceholder ? null : <table.FlexRender header={header} />}
                </SortableHeaderCell>
              ))}
            </tr>
          ))}
        </thead>
        <tbody className={props.busy ? 'opacity-60 transition-opacity delay-150' : undefined}>
          {visibleRows.map((row) => (
            <TableRow
              key={row.id}
              row={row}
              visibleColumns={visibleColumns}
              density={props.density ?? 'compact'}
              active={row.id === activeId}
              tabStop={row.id === focus.tabStopId}
              interactive={Boolean(onActivate)}
              selected={props.selectedIds?.has(row.id)}
              extraClass={props.rowClass?.(row.original)}
              onActivate={onActivate}
              onOpen={props.onOpen}
              onElement={focus.onElement}
            />
          ))}
        </tbody>
      </table>
      {visibleRows.length === 0 && props.empty}
    </section>
  );
}
