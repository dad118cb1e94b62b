'use client';

import { useEffect, useRef, useState } from 'react';
import type { QueueRow } from '@/app/(app)/queue/queue-row';
import { NARROW_SCREEN } from './queue-layout';

/** The element that gets focus when the details open. */
export const detailsHeadingId = 'details-heading';

/**
 * Tracks the selected row, and whether its details cover the table on a narrow screen. A change of
 * filters, sort, or page resets both to the URL.
 * @param view the URL parameters that select the rows
 * @param urlRow the recommendation in the URL
 */
export function useSelection(rows: readonly QueueRow[], view: string, urlRow: string | null) {
  const first = rows[0]?.id ?? null;
  const initial = { view, id: urlRow ?? first, isChosen: urlRow !== null, open: urlRow !== null };
  const [state, setState] = useState(initial);
  if (state.view !== view) setState(initial);
  // Once there are rows, the first one is active, and stays so if others arrive or it disappears.
  else if (state.id === null && first !== null) setState({ ...state, id: first, isChosen: false });

  const activeId = state.id;
  const index = rows.findIndex((row) => row.id === activeId);
  const pendingFocus = useRef<'row' | 'details' | null>(null);

  // No dependencies: move focus as soon as the element has been rendered.
  useEffect(() => {
    const wanted = pendingFocus.current;
    if (!wanted || document.querySelector('dialog[open]')) return;
    const covered = state.open && window.matchMedia(NARROW_SCREEN).matches;
    const target =
      wanted === 'details' || covered
        ? document.getElementById(detailsHeadingId)
        : rowElement(activeId);
    if (!target) return;
    pendingFocus.current = null;
    target.focus({ preventScroll: true });
  });

  function select(id: string | null, focus: 'row' | 'details' | null = null, open = state.open) {
    pendingFocus.current = focus;
    setState({ view, id, isChosen: id !== null, open: open && id !== null });
  }

  return {
    activeId,
    /** The row to write to the URL; null until the user selects one. */
    chosenId: state.isChosen ? state.id : null,
    open: state.open,
    nextId: rows[index + 1]?.id ?? rows[index - 1]?.id ?? null,
    select,
    move(by: 1 | -1) {
      const next = index < 0 ? rows[0] : rows[Math.min(rows.length - 1, Math.max(0, index + by))];
      const inDetails = document.activeElement?.closest('[data-details]');
      if (next) select(next.id, inDetails ? 'details' : 'row');
    },
    /** Selects the row after one that is about to disappear. */
    leave(id: string) {
      const leaving = rows.findIndex((row) => row.id === id);
      if (leaving < 0) return;
      const next = rows[leaving + 1] ?? rows[leaving - 1];
      select(next?.id ?? null, 'row');
    },
    openDetails: () => select(activeId, 'details', true),
    back: () => select(activeId, 'row', false),
  };
}

function rowElement(id: string | null): HTMLElement | null {
  return id === null ? null : document.querySelector(`tr[data-row="${CSS.escape(id)}"]`);
}
