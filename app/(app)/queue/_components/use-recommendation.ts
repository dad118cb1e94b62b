'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { fetchJson } from '@/app/(app)/_shared/fetch-json';
import { useDebouncedValue } from '@/app/(app)/_shared/use-debounced-value';
import type { QueueRow } from '@/app/(app)/queue/queue-row';
import {
  cachedRecord,
  type LoadedRecord,
  recordQuery,
} from '@/app/(app)/queue/recommendation-records';
import { recordsToLoad } from '@/app/(app)/queue/records-to-load';
import type { Candidate } from '@/lib/engine/types';
import { NARROW_SCREEN } from './queue-layout';

// Holding `j` passes many rows; only fetch where the user stops.
const FETCH_DEBOUNCE_MS = 90;

const toDetails = ({ details }: LoadedRecord) => details;

/**
 * The details of a recommendation. Loads the next records before they are needed, and those that the
 * rows say have changed.
 * @param requestedAt when the rows were requested, as a `performance.now()`
 */
export function useRecommendation(
  id: string | null,
  { rows, requestedAt }: { readonly rows: readonly QueueRow[]; readonly requestedAt: number },
) {
  const client = useQueryClient();
  const settledId = useDebouncedValue(id, FETCH_DEBOUNCE_MS);
  const isSettled = id !== null && id === settledId;
  const query = useQuery({ ...recordQuery(id ?? ''), enabled: isSettled, select: toDetails });
  useEffect(() => {
    if (!isSettled) return;
    const wanted = recordsToLoad({ rows, requestedAt }, id, (one) => cachedRecord(client, one));
    for (const one of wanted) void client.prefetchQuery({ ...recordQuery(one), staleTime: 0 });
  }, [client, rows, requestedAt, id, isSettled]);
  return query;
}

/** Loads all active CSMs for a recommendation's account, best first, each time the picker opens. */
export function useCandidates(id: string) {
  return useQuery({
    queryKey: ['candidates', id],
    queryFn: ({ signal }) =>
      fetchJson<readonly Candidate[]>(`/api/recommendations/${id}/candidates`, signal),
    gcTime: 0,
  });
}

/**
 * Measures how long the details of each recommendation were visible in an active tab. Returns a
 * function from an id to the milliseconds so far.
 * @param shown the recommendation whose details are rendered, if any
 * @param open whether the details cover the table on a narrow screen
 */
export function useDwellTime(shown: string | null, open: boolean): (id: string) => number {
  const totals = useRef(new Map<string, number>());
  const running = useRef<{ readonly id: string; readonly from: number } | null>(null);

  useEffect(() => {
    const stop = () => {
      const { current } = running;
      if (current) addElapsed(totals.current, current);
      running.current = null;
    };
    const restart = () => {
      stop();
      const visible = open || !window.matchMedia(NARROW_SCREEN).matches;
      if (shown !== null && visible && !document.hidden) {
        running.current = { id: shown, from: performance.now() };
      }
    };
    restart();
    document.addEventListener('visibilitychange', restart);
    return () => {
      document.removeEventListener('visibilitychange', restart);
      stop();
    };
  }, [shown, open]);

  return (id) => {
    const { current } = running;
    const now = current?.id === id ? performance.now() - current.from : 0;
    return Math.round((totals.current.get(id) ?? 0) + now);
  };
}

function addElapsed(totals: Map<string, number>, { id, from }: { id: string; from: number }): void {
  totals.set(id, (totals.get(id) ?? 0) + performance.now() - from);
}
