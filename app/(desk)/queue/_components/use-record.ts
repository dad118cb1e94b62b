'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { QueuePage } from '@/lib/decisions/list-queue';
import { createRecordStore, type Held } from './record-store';

const pause = 90;

/** The record of a recommendation, read behind the scenes; the next one is read ahead. */
export function useRecord(id: string | null, nextId: string | null, page: QueuePage) {
  const [store] = useState(createRecordStore);
  useSyncExternalStore(store.subscribe, store.version, store.version);
  const turn = store.turn();
  const settled = id !== null && store.isSettled(id);

  // biome-ignore lint/correctness/useExhaustiveDependencies: newer rows mean that records changed.
  useEffect(() => store.stale(), [store, page]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks for the record anew.
  useEffect(() => {
    if (!id || settled) return;
    const control = new AbortController();
    // Whoever holds `j` down passes many rows; only where they stay is a record read.
    const timer = setTimeout(() => void store.load(id, control.signal), pause);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [store, id, settled, turn]);

  useEffect(() => {
    if (!settled || !nextId || store.isSettled(nextId)) return;
    const timer = setTimeout(() => void store.load(nextId), pause);
    return () => clearTimeout(timer);
  }, [store, settled, nextId]);

  const held: Held | undefined = id ? store.get(id) : undefined;
  return { held, retry: () => void (id && store.load(id)) };
}
