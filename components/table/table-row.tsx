'use client';

import { type KeyboardEvent, memo, useEffect, useRef } from 'react';
import { classNames } from '@/components/ui/class-names';
import type { DataTableColumn } from './columns';
import { cellPaddingClass, cellVisibilityClass, type Density, rowHeightClass } from './dimensions';

interface TableRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly columns: readonly DataTableColumn<Row>[];
  readonly density: Density;
  readonly active: boolean;
  /** Whether the row is the table's tab stop. */
  readonly tabStop: boolean;
  /** Undefined if rows cannot be selected. */
  readonly selected: boolean | undefined;
}

function TableRowContent<Row>({
  id,
  row,
  columns,
  density,
  active,
  tabStop,
  selected,
}: TableRowProps<Row>) {
  return (
    <tr
      data-row={id}
      data-active={active || undefined}
      tabIndex={tabStop ? 0 : -1}
      aria-current={active ? 'true' : undefined}
      aria-selected={selected}
      className={classNames(
        'group/row cursor-default -outline-offset-2',
        active ? 'bg-accent-soft' : 'hover:bg-hover',
        selected && !active && 'bg-accent-soft/50',
      )}
    >
      {columns.map((column) => (
        <td
          key={column.id}
          className={classNames(
            rowHeightClass[density],
            cellPaddingClass,
            'truncate border-b border-line py-1 align-middle',
            column.align === 'end' && 'text-right',
            column.showFrom && cellVisibilityClass[column.showFrom],
            'first:group-data-active/row:shadow-[inset_2px_0_var(--accent)]',
          )}
        >
          {column.cell(row, { selected: selected === true })}
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
  onActivate: (id: string) => void,
) {
  const activeIndex = activeId === null ? -1 : ids.indexOf(activeId);
  const isNew = useRef(true);

  useEffect(() => {
    const row =
      activeId === null
        ? null
        : document.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(activeId)}"]`);
    if (!row) return;
    const isFirst = isNew.current;
    isNew.current = false;
    // Someone scrolled before the table's code arrived.
    if (isFirst && (row.closest('section')?.scrollTop ?? 0) > 0) return;
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused.dataset.row && focused !== row) {
      row.focus({ preventScroll: true });
    }
    row.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  function onKeyDown(event: KeyboardEvent) {
    const target = event.target;
    if (!(target instanceof HTMLElement) || !target.dataset.row) return;
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

  return { tabStopId: ids[Math.max(activeIndex, 0)], onKeyDown };
}
