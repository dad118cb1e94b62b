'use client';

import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { fetchJson } from '@/app/(app)/_shared/fetch-json';
import { useDebouncedValue } from '@/app/(app)/_shared/use-debounced-value';
import type { RecommendationDetailsJson } from '@/app/(app)/queue/queue-row';
import type { QueuePage } from '@/lib/decisions/queue';
import type { Candidate } from '@/lib/engine/types';

// Holding `j` passes many rows; only fetch where the user stops.
const FETCH_DEBOUNCE_MS = 90;

/** Loads the details of a recommendation, and prefetches those of the next one. */
export function useRecommendation(id: string | null, nextId: string | null, page: QueuePage) {
  const client = useQueryClient();
  const settledId = useDebouncedValue(id, FETCH_DEBOUNCE_MS);

  // New rows mean that something was decided: show what is cached until it has been refetched.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `page` triggers the refetch.
  useEffect(() => {
    const filter = { queryKey: ['recommendation'] };
    void client.cancelQueries(filter).then(() => client.invalidateQueries(filter));
  }, [client, page]);

  const query = useQuery({
    ...detailsQuery(id ?? ''),
    enabled: id !== null && id === settledId,
  });

  const canPrefetch = query.isFetched && !query.isFetching;
  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows outdate what was prefetched.
  useEffect(() => {
    if (!canPrefetch || !nextId) return;
    const timer = setTimeout(
      () => void client.prefetchQuery(detailsQuery(nextId)),
      FETCH_DEBOUNCE_MS,
    );
    return () => clearTimeout(timer);
  }, [client, canPrefetch, nextId, page]);

  return query;
}

function detailsQuery(id: string) {
  return queryOptions({
    queryKey: ['recommendation', id],
    queryFn: ({ signal }) =>
      fetchJson<RecommendationDetailsJson>(`/api/recommendations/${id}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
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
