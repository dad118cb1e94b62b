'use client';

import { useEffect, useRef, useState } from 'react';
import type { QueueRow } from '@/app/(app)/queue/queue-row';
import { type QueueQuery, queueHref } from '@/app/(app)/queue/search-params';
import { NARROW_SCREEN } from './queue-layout';

/** Where the record takes focus. */
export const detailsHeadingId = 'record-heading';

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
    const over = state.open && window.matchMedia(NARROW_SCREEN).matches;
    const target =
      want === 'record' || over ? document.getElementById(detailsHeadingId) : rowElement(activeId);
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

/**
 * Measures how long each record has been before the person: on the screen, in a window that is
 * looked at. Answers the milliseconds so far.
 * @param shown the recommendation whose record is drawn; null where none is
 * @param open whether it lies over the table, where there is no room beside
 */
export function useDwellTime(shown: string | null, open: boolean): (id: string) => number {
  const sums = useRef(new Map<string, number>());
  const since = useRef<{ readonly id: string; readonly from: number } | null>(null);

  useEffect(() => {
    const settle = () => {
      const { current } = since;
      if (current) addElapsed(sums.current, current);
      since.current = null;
    };
    const look = () => {
      settle();
      const visible = open || !window.matchMedia(NARROW_SCREEN).matches;
      if (shown !== null && visible && !document.hidden) {
        since.current = { id: shown, from: performance.now() };
      }
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      settle();
    };
  }, [shown, open]);

  return (id) => {
    const { current } = since;
    const now = current?.id === id ? performance.now() - current.from : 0;
    return Math.round((sums.current.get(id) ?? 0) + now);
  };
}

function addElapsed(sums: Map<string, number>, { id, from }: { id: string; from: number }): void {
  sums.set(id, (sums.get(id) ?? 0) + performance.now() - from);
}
