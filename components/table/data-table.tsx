'use client';

import { type RowData, tableFeatures, useTable } from '@tanstack/react-table';
import { type MouseEvent, type ReactNode, useMemo } from 'react';
import { classNames } from '@/components/ui/class-names';
import { ColumnGroup } from './column-group';
import { type ColumnSort, type DataTableColumn, nextSorting } from './columns';
import { type Density, tableWidthClass, tableWidths } from './dimensions';
import { SortableHeaderCell } from './header-cell';
import { rowIdAt } from './row-id';
import { TableRow, useRowFocus } from './table-row';

/** The server sorts, filters, and pages, so the table needs no more than its rows and columns. */
const features = tableFeatures({});

export interface DataTableProps<Row extends RowData> {
  /** Accessible name: what the table lists. */
  readonly label: string;
  /** The visible columns. Keep the array between renders: rows render again with another. */
  readonly columns: readonly DataTableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly sorting: readonly ColumnSort[];
  readonly onSort: (next: readonly ColumnSort[]) => void;
  /** The active row; arrow keys, Home, and End request another. */
  readonly activeId: string | null;
  readonly onActivate: (id: string) => void;
  /** Called on Enter or a double click on a row. */
  readonly onOpen: (id: string) => void;
  readonly selectedIds?: ReadonlySet<string> | undefined;
  /** Called on Space on a row. */
  readonly onToggle?: ((id: string) => void) | undefined;
  readonly density: Density;
  /** Dims the rows while newer ones load. */
  readonly busy: boolean;
  /** Shown instead of rows if there are none. */
  readonly empty: ReactNode;
  readonly className?: string;
}

/**
 * An interactive table with fixed column widths and one active row. The server sorts, filters, and
 * pages; this component requests changes. A change of the active row renders two rows again.
 */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { label, rows, columns, rowId, sorting, activeId, selectedIds } = props;
  const { onSort, onActivate, onOpen } = props;
  const definitions = useMemo(
    () => columns.map(({ id, label }) => ({ id, header: label })),
    [columns],
  );
  const table = useTable({ features, columns: definitions, data: rows as Row[], getRowId: rowId });
  const model = table.getRowModel().rows;
  const ids = model.map(({ id }) => id);
  const focus = useRowFocus(ids, activeId, onActivate);

  const requestRow = (run: (id: string) => void) => (event: MouseEvent) => {
    const id = rowIdAt(event.target);
    if (id !== undefined) run(id);
  };

  return (
    <section
      aria-label={label}
      aria-busy={props.busy || undefined}
      data-print="flow"
      // Positioned, so that text for screen readers in scrolled cells does not widen the page.
      className={classNames('relative min-h-0 overflow-auto', props.className)}
    >
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows can be activated.
        role="grid"
        aria-multiselectable={selectedIds ? true : undefined}
        aria-label={label}
        onClick={requestRow(onActivate)}
        onDoubleClick={requestRow(onOpen)}
        onKeyDown={(event) => {
          const { target } = event;
          const id = target instanceof HTMLElement ? target.dataset.row : undefined;
          const run = { Enter: onOpen, ' ': props.onToggle }[event.key];
          if (id !== undefined && run) {
            event.preventDefault();
            run(id);
          } else focus.onKeyDown(event);
        }}
        className={classNames(
          'w-full table-fixed border-separate border-spacing-0 text-sm',
          tableWidthClass,
        )}
        style={tableWidths(columns)}
      >
        <ColumnGroup columns={columns} />
        <thead>
          <tr>
            {columns.map((column) => (
              <SortableHeaderCell
                key={column.id}
                column={column}
                sorting={sorting}
                sortIndex={sorting.findIndex(({ id }) => column.sortKeys?.includes(id))}
                onSort={column.sortKeys && ((add) => onSort(nextSorting(sorting, column, add)))}
              />
            ))}
          </tr>
        </thead>
        <tbody className={props.busy ? 'opacity-60 transition-opacity delay-150' : undefined}>
          {model.map(({ id, original }) => (
            <TableRow
              key={id}
              id={id}
              row={original}
              columns={columns}
              density={props.density}
              active={id === activeId}
              tabStop={id === focus.tabStopId}
              selected={selectedIds?.has(id)}
            />
          ))}
        </tbody>
      </table>
      {model.length === 0 && props.empty}
    </section>
  );
}
