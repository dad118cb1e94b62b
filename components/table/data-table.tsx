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
import { columnVisibilityClass, type Density, minTableWidth } from './dimensions';
import { SortableHeaderCell } from './sortable-header-cell';
import { TableRow, useRowFocus } from './table-row';

export interface DataTableProps<Row extends RowData> {
  /** What the table lists, read out. */
  readonly label: string;
  readonly columns: DataTableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly sorting?: readonly ColumnSort[];
  readonly onSort?: (next: SortingState) => void;
  /** The row in focus; arrows, Home and End ask for another. */
  readonly activeId?: string | null;
  readonly onActivate?: (id: string) => void;
  /** Enter or a double click on a row. */
  readonly onOpen?: (id: string) => void;
  /** How a row differs from the others: a class, such as a fading or a tint. */
  readonly rowClass?: (row: Row) => string | undefined;
  readonly selectedIds?: ReadonlySet<string>;
  readonly visibility?: ColumnVisibilityState;
  readonly density?: Density;
  /** Shows that newer rows are on their way. */
  readonly busy?: boolean;
  /** Stands in for the rows when there are none. */
  readonly empty?: ReactNode;
  readonly className?: string;
}

const noSorting: SortingState = [];
const allVisible: ColumnVisibilityState = {};

/** A table of rows that the server sorted, filtered and paged, with a row in focus. */
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
  const drawn = table.getRowModel().rows;
  const shown = table.getVisibleLeafColumns();
  const metas = shown.map((column) => column.columnDef.meta);
  const focus = useRowFocus(
    drawn.map((row) => row.id),
    activeId ?? null,
    onActivate,
  );

  return (
    <section
      aria-label={props.label}
      aria-busy={props.busy || undefined}
      // Without rows to focus, a region that scrolls must be reachable itself.
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
          {shown.map((column, index) => (
            <col
              key={column.id}
              className={classNames(
                metas[index]?.room && columnVisibilityClass[metas[index].room],
                metas[index]?.wide,
              )}
              style={
                metas[index]?.grow || metas[index]?.wide
                  ? undefined
                  : { width: metas[index]?.width ?? 120 }
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
                  place={header.column.getSortIndex()}
                  sortable={Boolean(props.onSort) && header.column.getCanSort()}
                  many={(sorting?.length ?? 0) > 1}
                  onSort={(more) => header.column.toggleSorting(undefined, more)}
                >
                  {header.isPlaceholder ? null : <table.FlexRender header={header} />}
                </SortableHeaderCell>
              ))}
            </tr>
          ))}
        </thead>
        <tbody className={props.busy ? 'opacity-60 transition-opacity delay-150' : undefined}>
          {drawn.map((row) => (
            <TableRow
              key={row.id}
              row={row}
              shown={shown}
              density={props.density ?? 'compact'}
              active={row.id === activeId}
              reachable={row.id === focus.reachableId}
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
      {drawn.length === 0 && props.empty}
    </section>
  );
}
