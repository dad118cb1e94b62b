'use client';

import {
  keepPreviousData,
  type QueryClient,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useOutbox } from '@/app/(app)/_outbox/outbox-provider';
import {
  applyRowChanges,
  type ConfirmedDecision,
  type RemovedRow,
  rowChanges,
} from '@/app/(app)/queue/optimistic-rows';
import { queueQuery } from '@/app/(app)/queue/queue-query';

const RETRY_INTERVAL_MS = 10_000;

interface RemovedRowOfView extends RemovedRow {
  readonly view: string;
}

/**
 * Reads a page of the queue and applies the person's decisions to it at once: a row is hidden from
 * the decision until a page that was requested after its confirmation has arrived.
 * @param view the URL parameters that select the rows; the previous rows stay while others load
 */
export function useQueueRows(view: string) {
  const client = useQueryClient();
  const outbox = useOutbox();
  const { entries, onDecided } = outbox;
  const [confirmed, setConfirmed] = useState<ReadonlyMap<string, ConfirmedDecision>>(new Map());
  const [removed, setRemoved] = useState<readonly RemovedRowOfView[]>([]);
  const query = useQuery({
    ...queueQuery(view),
    placeholderData: keepPreviousData,
    // The server's render misses what changed until this page began to follow changes.
    refetchOnMount: 'always',
    refetchInterval: ({ state }) => (state.status === 'error' ? RETRY_INTERVAL_MS : false),
  });
  const { data: snapshot, isFetching, isError, refetch } = query;
  const requestedAt = snapshot?.requestedAt ?? 0;

  useEffect(
    () =>
      onDecided((decided) => {
        const at = performance.now();
        const made = decided.map(({ entry, decision }): [string, ConfirmedDecision] => [
          entry.recommendationId,
          { verb: decision.verb, at },
        ]);
        setConfirmed((all) => new Map([...all, ...made]));
        // Other pages and filters are read again when they are shown.
        void client.invalidateQueries({ queryKey: ['queue'], refetchType: 'none' });
        void refreshDetails(client);
      }),
    [client, onDecided],
  );

  // A refusal often means that someone else changed the rows.
  const refusedIds = entries
    .filter(({ state }) => state === 'refused')
    .map(({ requestId }) => requestId)
    .join();
  useEffect(() => {
    if (!refusedIds) return;
    void client.invalidateQueries({ queryKey: ['queue'] });
    void refreshDetails(client);
  }, [client, refusedIds]);

  // One request at a time: a burst of decisions must not keep canceling it.
  const isOutdated = [...confirmed.values()].some(({ at }) => at >= requestedAt);
  useEffect(() => {
    if (isOutdated && !isFetching && !isError) void refetch();
  }, [isOutdated, isFetching, isError, refetch]);

  const listed = snapshot?.page.rows ?? [];
  const changes = rowChanges(entries, confirmed, requestedAt);
  const rows = applyRowChanges(
    listed,
    changes,
    removed.filter((row) => row.view === snapshot?.view),
  );
  return {
    /** Undefined if it could not be read. */
    page: snapshot?.page,
    /** The view of the rows. It differs from the requested view while that is loading. */
    view: snapshot?.view ?? view,
    rows,
    /** How many of the page's rows are hidden. */
    hiddenCount: listed.length - rows.length,
    changes,
    isLoading: query.isPlaceholderData,
    error: query.error,
    refetch: () => void refetch(),
    /** Remembers rows that are about to be decided, so that an undo can restore them. */
    remember(...ids: readonly string[]) {
      if (!snapshot) return;
      const decided = rows.flatMap((row, index) =>
        ids.includes(row.id) ? { row, index, view: snapshot.view } : [],
      );
      setRemoved((all) => [...all.filter(({ row }) => !ids.includes(row.id)), ...decided]);
    },
  };
}

/** Reads details again. A response that is on its way may be older than what changed. */
async function refreshDetails(client: QueryClient): Promise<void> {
  const details = { queryKey: ['recommendation'] };
  await client.cancelQueries(details);
  await client.invalidateQueries(details);
}
