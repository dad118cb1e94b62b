'use client';

import { type Cell, type Column, FlexRender, type Row, type RowData } from '@tanstack/react-table';
import { memo } from 'react';
import { classNames } from '@/components/ui/class-names';
import { cellPadding, type Density, rowHeight } from './density';
import type { TableFeatures } from './features';
import { roomyCell } from './room';

interface TableRowProps<Data extends RowData> {
  readonly row: Row<TableFeatures, Data>;
  /** The columns to draw; here so that a change of them draws the row again. */
  readonly shown: readonly Column<TableFeatures, Data>[];
  readonly density: Density;
  readonly active: boolean;
  /** Whether Tab stops here. */
  readonly reachable: boolean;
  readonly interactive: boolean;
  readonly selected: boolean | undefined;
  readonly extraClass: string | undefined;
  readonly onActivate: ((id: string) => void) | undefined;
  readonly onOpen: ((id: string) => void) | undefined;
  readonly onElement: (id: string, element: HTMLTableRowElement | null) => void;
}

function TableRowBase<Data extends RowData>({
  row,
  density,
  active,
  reachable,
  interactive,
  selected,
  extraClass,
  onActivate,
  onOpen,
  onElement,
}: TableRowProps<Data>) {
  return (
    <tr
      ref={(element) => {
        onElement(row.id, element);
        return () => onElement(row.id, null);
      }}
      data-row={row.id}
      data-active={active || undefined}
      tabIndex={interactive ? (reachable ? 0 : -1) : undefined}
      aria-current={interactive && active ? 'true' : undefined}
      aria-selected={interactive && selected !== undefined ? selected : undefined}
      onClick={() => onActivate?.(row.id)}
      onDoubleClick={() => onOpen?.(row.id)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget && onOpen) {
          event.preventDefault();
          onOpen(row.id);
        }
      }}
      className={classNames(
        'group/row -outline-offset-2',
        interactive && 'cursor-default',
        active ? 'bg-accent-soft' : interactive && 'hover:bg-hover',
        extraClass,
      )}
    >
      {row.getVisibleCells().map((cell: Cell<TableFeatures, Data>) => (
        <td
          key={cell.id}
          className={classNames(
            rowHeight[density],
            cellPadding,
            'truncate border-b border-line py-0 align-middle',
            cell.column.columnDef.meta?.align === 'end' && 'text-right',
            cell.column.columnDef.meta?.room && roomyCell[cell.column.columnDef.meta.room],
            'first:group-data-active/row:shadow-[inset_2px_0_var(--accent)]',
          )}
        >
          <FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  );
}

/** One row; drawn again only when something of its own changes. */
export const TableRow = memo(TableRowBase) as typeof TableRowBase;
