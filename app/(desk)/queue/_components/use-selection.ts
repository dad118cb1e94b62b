'use client';

import { useEffect, useRef, useState } from 'react';
import type { QueueRow } from '../queue-row';
import { type QueueQuery, queueHref } from '../search-params';
import { narrow } from './layout';

/** Where the record takes focus. */
export const recordHeadingId = 'record-heading';

/**
 * Which row is in focus, and whether its record lies over the table where there is no room
 * beside it. Another view of the queue starts from its own address.
 */
export function useSelection(rows: readonly QueueRow[], query: QueueQuery) {
  const view = queueHref({ ...query, row: null, columns: null, density: 'compact' });
  const [state, setState] = useState({ view, id: query.row, open: query.row !== null });
  if (state.view !== view) setState({ view, id: query.row, open: query.row !== null });

  const activeId = state.id ?? rows[0]?.id ?? null;
  const at = rows.findIndex((row) => row.id === activeId);
  const wanted = useRef<'row' | 'record' | null>(null);

  // Without dependencies: focus follows once whatever was asked for is drawn.
  useEffect(() => {
    const want = wanted.current;
    if (!want || document.querySelector('dialog[open]')) return;
    const over = state.open && window.matchMedia(narrow).matches;
    const target =
      want === 'record' || over ? document.getElementById(recordHeadingId) : rowElement(activeId);
    if (!target) return;
    wanted.current = null;
    target.focus({ preventScroll: true });
  });

  function select(id: string | null, focus: 'row' | 'record' | null = null, open = state.open) {
    wanted.current = focus;
    setState({ view, id, open: open && id !== null });
  }

  return {
    activeId,
    /** What the address should say; null while nobody chose. */
    chosenId: state.id,
    open: state.open,
    nextId: rows[at + 1]?.id ?? rows[at - 1]?.id ?? null,
    select,
    move(by: 1 | -1) {
      const next = at < 0 ? rows[0] : rows[Math.min(rows.length - 1, Math.max(0, at + by))];
      const inRecord = document.activeElement?.closest('[data-record]');
      if (next) select(next.id, inRecord ? 'record' : 'row');
    },
    /** To the row that follows one which is about to go. */
    leave(id: string) {
      const from = rows.findIndex((row) => row.id === id);
      if (from < 0) return;
      const next = rows[from + 1] ?? rows[from - 1];
      select(next?.id ?? null, 'row');
    },
    openRecord: () => select(activeId, 'record', true),
    back: () => select(activeId, 'row', false),
  };
}

function rowElement(id: string | null): HTMLElement | null {
  return id === null ? null : document.querySelector(`tr[data-row="${CSS.escape(id)}"]`);
}
