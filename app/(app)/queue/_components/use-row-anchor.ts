'use client';

import { useLayoutEffect, useRef } from 'react';
import type { QueueRow } from '@/app/(app)/queue/queue-row';

/** A row and its distance from the top of the scrolling table, in pixels. */
interface Place {
  readonly id: string;
  readonly top: number;
}

/** The active row, and those that take its place if it leaves. */
const ANCHORS = 3;

/**
 * Keeps the active row where it is on the screen when rows above it arrive or leave. If it leaves
 * itself, keeps the next row there. Browsers anchor the scroll position to any row, or not at all.
 */
export function useRowAnchor(rows: readonly QueueRow[], activeId: string | null): void {
  const last = useRef<{ readonly activeId: string | null; readonly places: readonly Place[] }>(
    null,
  );

  useLayoutEffect(() => {
    const remember = () => {
      const at = rows.findIndex(({ id }) => id === activeId);
      // The active row has left: its place stays with the rows that took it.
      const ids = at < 0 ? last.current?.places.map(({ id }) => id) : idsFrom(rows, at);
      last.current = { activeId, places: ids?.flatMap((id) => placeOf(id) ?? []) ?? [] };
    };
    if (last.current?.activeId === activeId) restore(last.current.places);
    remember();
    document.addEventListener('scroll', remember, { capture: true, passive: true });
    return () => document.removeEventListener('scroll', remember, { capture: true });
  }, [rows, activeId]);
}

const idsFrom = (rows: readonly QueueRow[], at: number) =>
  rows.slice(at, at + ANCHORS).map(({ id }) => id);

/** Scrolls so that the first of the rows that is still there is where it was. */
function restore(places: readonly Place[]): void {
  for (const { id, top } of places) {
    const now = placeOf(id);
    if (!now) continue;
    const by = now.top - top;
    if (by !== 0) tableOf(id)?.scrollBy(0, by);
    return;
  }
}

function placeOf(id: string): Place | null {
  const row = rowElement(id);
  const table = tableOf(id);
  if (!row || !table) return null;
  return { id, top: row.getBoundingClientRect().top - table.getBoundingClientRect().top };
}

const tableOf = (id: string) => rowElement(id)?.closest('section') ?? null;

const rowElement = (id: string) => document.querySelector(`tr[data-row="${CSS.escape(id)}"]`);
