'use client';

import { type Cell, type Column, FlexRender, type Row, type RowData } from '@tanstack/react-table';
import { type KeyboardEvent, memo, useCallback, useEffect, useRef } from 'react';
import { classNames } from '@/components/ui/class-names';
import type { DataTableFeatures } from './columns';
import { cellPaddingClass, cellVisibilityClass, type Density, rowHeightClass } from './dimensions';

interface TableRowProps<Data extends RowData> {
  readonly row: Row<DataTableFeatures, Data>;
  /** Only a memo key: a change of the visible columns renders the row again. */
  readonly visibleColumns: readonly Column<DataTableFeatures, Data>[];
  readonly density: Density;
  readonly active: boolean;
  /** Whether the row is the table's tab stop. */
  readonly tabStop: boolean;
  readonly interactive: boolean;
  readonly selected: boolean | undefined;
  readonly extraClass: string | undefined;
  readonly onActivate: ((id: string) => void) | undefined;
  readonly onOpen: ((id: string) => void) | undefined;
  readonly onElement: (id: string, element: HTMLTableRowElement | null) => void;
}

function TableRowContent<Data extends RowData>({
  row,
  density,
  active,
  tabStop,
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
      tabIndex={interactive ? (tabStop ? 0 : -1) : undefined}
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
      {row.getVisibleCells().map((cell: Cell<DataTableFeatures, Data>) => (
        <td
          key={cell.id}
          className={classNames(
            rowHeightClass[density],
            cellPaddingClass,
            'truncate border-b border-line py-0 align-middle',
            cell.column.columnDef.meta?.align === 'end' && 'text-right',
            cell.column.columnDef.meta?.showFrom &&
              cellVisibilityClass[cell.column.columnDef.meta.showFrom],
            'first:group-data-active/row:shadow-[inset_2px_0_var(--accent)]',
          )}
        >
          <FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  );
}

/** One row, memoized. */
export const TableRow = memo(TableRowContent) as typeof TableRowContent;

const PAGE_ROWS = 10;

/**
 * Roving tabindex: the active row, or else the first, is the only tab stop. Arrow, Home, End, and
 * page keys activate another row, and focus follows if a row had it.
 */
export function useRowFocus(
  ids: readonly string[],
  activeId: string | null,
  onActivate: ((id: string) => void) | undefined,
) {
  const elements = useRef(new Map<string, HTMLTableRowElement>());
  const activeIndex = activeId === null ? -1 : ids.indexOf(activeId);

  const onElement = useCallback((id: string, element: HTMLTableRowElement | null) => {
    if (element) elements.current.set(id, element);
    else elements.current.delete(id);
  }, []);

  useEffect(() => {
    const row = activeId === null ? undefined : elements.current.get(activeId);
    if (!row) return;
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused.dataset.row && focused !== row) {
      row.focus({ preventScroll: true });
    }
    row.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  function onKeyDown(event: KeyboardEvent) {
    const target = event.target;
    if (!onActivate || !(target instanceof HTMLElement) || !target.dataset.row) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const from = Math.max(activeIndex, 0);
    const last = ids.length - 1;
    const targets: Record<string, number> = {
      ArrowDown: activeIndex < 0 ? 0 : from + 1,
      ArrowUp: from - 1,
      PageDown: from + PAGE_ROWS,
      PageUp: from - PAGE_ROWS,
      Home: 0,
      End: last,
    };
    const next = targets[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const id = ids[Math.min(last, Math.max(0, next))];
    if (id !== undefined) onActivate(id);
  }

  return { tabStopId: ids[Math.max(activeIndex, 0)], onElement, onKeyDown };
}
