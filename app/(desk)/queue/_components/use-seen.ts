'use client';

import { useEffect, useRef } from 'react';
import { narrow } from './layout';

/**
 * Measures how long each record has been before the person: on the screen, in a window that is
 * looked at. Answers the milliseconds so far.
 * @param shown the recommendation whose record is drawn; null where none is
 * @param open whether it lies over the table, where there is no room beside
 */
export function useSeen(shown: string | null, open: boolean): (id: string) => number {
  const sums = useRef(new Map<string, number>());
  const since = useRef<{ readonly id: string; readonly from: number } | null>(null);

  useEffect(() => {
    const settle = () => {
      const { current } = since;
      if (current) add(sums.current, current);
      since.current = null;
    };
    const look = () => {
      settle();
      const visible = open || !window.matchMedia(narrow).matches;
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

function add(sums: Map<string, number>, { id, from }: { id: string; from: number }): void {
  sums.set(id, (sums.get(id) ?? 0) + performance.now() - from);
}
