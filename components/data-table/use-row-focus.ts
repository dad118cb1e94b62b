'use client';

import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react';

const page = 10;

/**
 * One Tab stop for all rows: the active row, else the first. Arrows, Home, End and the page keys
 * ask for another, and focus follows when it was among the rows.
 */
export function useRowFocus(
  ids: readonly string[],
  activeId: string | null,
  onActivate: ((id: string) => void) | undefined,
) {
  const elements = useRef(new Map<string, HTMLTableRowElement>());
  const at = activeId === null ? -1 : ids.indexOf(activeId);

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
    const from = Math.max(at, 0);
    const last = ids.length - 1;
    const to: Record<string, number> = {
      ArrowDown: at < 0 ? 0 : from + 1,
      ArrowUp: from - 1,
      PageDown: from + page,
      PageUp: from - page,
      Home: 0,
      End: last,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const id = ids[Math.min(last, Math.max(0, next))];
    if (id !== undefined) onActivate(id);
  }

  return { reachableId: ids[Math.max(at, 0)], onElement, onKeyDown };
}
