'use client';

import { useEffect, useRef, useState } from 'react';
import { roomNeeded } from '@/components/data-table/room';
import { type ColumnId, columnIds } from '../search-params';
import { roomOf } from './column-shapes';

/** Which columns are to be seen: those chosen, else those that the table has room for. */
export function useRoom(chosen: readonly ColumnId[] | null, advised: boolean) {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const visibility = Object.fromEntries(
    columnIds.map((id) => {
      const room = roomOf(id, advised);
      return [id, chosen ? chosen.includes(id) : !room || roomNeeded[room] <= width];
    }),
  );
  return { ref, visibility };
}
