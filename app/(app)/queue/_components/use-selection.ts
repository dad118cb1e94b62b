'use client';

import { useEffect, useRef, useState } from 'react';
import type { QueueRow } from '@/app/(app)/queue/queue-row';
import { announce } from '@/components/ui/notifications';
import { NARROW_SCREEN } from './queue-layout';

/** The element that gets focus when the details open. */
export const detailsHeadingId = 'details-heading';

/** Where a person works: in the table or in the details. */
type Place = 'row' | 'details';

/** Moves the focus, unless it has meanwhile moved elsewhere than it was. */
interface FocusRequest {
  readonly place: Place;
  readonly from: Element | null;
}

interface Selection {
  readonly view: string;
  readonly id: string | null;
  readonly isChosen: boolean;
  readonly open: boolean;
  readonly focus: FocusRequest | null;
}

/** Which row to select when the rows of another page arrive. */
interface Arrival {
  readonly edge: 'first' | 'last';
  readonly focus: FocusRequest;
}

/**
 * Tracks the selected row, and whether its details cover the table on a narrow screen. A change of
 * filters or sort resets both to the URL.
 * @param view the URL parameters that select the rows
 * @param urlRow the recommendation in the URL
 */
export function useSelection(rows: readonly QueueRow[], view: string, urlRow: string | null) {
  const first = rows[0]?.id ?? null;
  const isInUrl = urlRow !== null;
  const initial = { view, id: urlRow ?? first, isChosen: isInUrl, open: isInUrl, focus: null };
  const [state, setState] = useState<Selection>(initial);
  const [arrival, setArrival] = useState<Arrival | null>(null);
  if (state.view !== view) {
    setArrival(null);
    const arrived = arrival?.edge === 'last' ? rows.at(-1)?.id : first;
    setState(
      arrival && arrived
        ? { view, id: arrived, isChosen: true, open: state.open, focus: arrival.focus }
        : initial,
    );
  }
  // Once there are rows, the first one is active, and stays so if others arrive or it disappears.
  else if (state.id === null && first !== null) setState({ ...state, id: first, isChosen: false });

  const activeId = state.id;
  const index = rows.findIndex((row) => row.id === activeId);
  const lastIndex = useRef(0);
  useEffect(() => {
    if (index >= 0) lastIndex.current = index;
  }, [index]);
  const place = useLastPlace();
  useFocusRequest(state);

  const focusAt = (wanted: Place): FocusRequest => ({
    place: wanted,
    from: document.activeElement,
  });

  function select(id: string | null, focus: Place | null = null, open = state.open) {
    setState({
      view,
      id,
      isChosen: id !== null,
      open: open && id !== null,
      focus: focus && focusAt(focus),
    });
  }

  return {
    activeId,
    /** The row to write to the URL; null until the user selects one. */
    chosenId: state.isChosen ? state.id : null,
    open: state.open,
    select,
    /**
     * Selects the next or previous row, on another page if needed.
     * @param turnPage shows the next or previous page, and returns false if there is none
     */
    move(by: 1 | -1, turnPage: (by: 1 | -1) => boolean) {
      // After the row has left, its place belongs to the one that followed it.
      const next = index < 0 ? rows[lastIndex.current + (by > 0 ? 0 : -1)] : rows[index + by];
      if (next) select(next.id, place());
      else if (rows.length > 0 && turnPage(by)) {
        setArrival({ edge: by > 0 ? 'first' : 'last', focus: focusAt(place()) });
      }
    },
    /** Selects the row after those that are about to disappear, unless the selected row stays. */
    leave(...ids: readonly string[]) {
      if (index < 0) return;
      const stays = (row: QueueRow) => !ids.includes(row.id);
      const next = rows.slice(index).find(stays) ?? rows.slice(0, index).findLast(stays);
      select(next?.id ?? null, place());
    },
    openDetails: () => select(activeId, 'details', true),
    back: () => select(activeId, 'row', false),
  };
}

/** Where the focus was last, ignoring dialogs. */
function useLastPlace(): () => Place {
  const last = useRef<Place>('row');
  useEffect(() => {
    const onFocusIn = ({ target }: FocusEvent) => {
      if (!(target instanceof Element) || target.closest('dialog')) return;
      last.current = target.closest('[data-details]') ? 'details' : 'row';
    };
    document.addEventListener('focusin', onFocusIn);
    return () => document.removeEventListener('focusin', onFocusIn);
  }, []);
  return () => last.current;
}

/** Carries out the selection's focus request as soon as its element is rendered. */
function useFocusRequest({ id, open, focus }: Selection): void {
  const done = useRef<FocusRequest | null>(null);
  // No dependencies: the element may be rendered later.
  useEffect(() => {
    if (!focus || done.current === focus || document.querySelector('dialog[open]')) return;
    const covered = open && window.matchMedia(NARROW_SCREEN).matches;
    const target =
      focus.place === 'details' || covered
        ? document.getElementById(detailsHeadingId)
        : rowElement(id);
    if (!target) return;
    done.current = focus;
    const current = document.activeElement;
    const hasMoved = current !== document.body && current !== focus.from && !isInDialog(focus.from);
    if (hasMoved) return;
    // The heading is already focused, so its new text would not be announced.
    if (current === target && target.id === detailsHeadingId) announce(target.textContent);
    else target.focus({ preventScroll: true });
  });
}

const isInDialog = (element: Element | null) => element?.closest('dialog') != null;

function rowElement(id: string | null): HTMLElement | null {
  return id === null ? null : document.querySelector(`tr[data-row="${CSS.escape(id)}"]`);
}
