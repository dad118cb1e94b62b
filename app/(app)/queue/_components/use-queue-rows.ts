'use client';

import {
  keepPreviousData,
  type UseQueryResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useQueueChangedAt } from '@/app/(app)/_live/queue-changes';
import { useOutbox } from '@/app/(app)/_outbox/outbox-provider';
import {
  applyRowChanges,
  type ConfirmedDecision,
  type RemovedRow,
  rowChanges,
} from '@/app/(app)/queue/optimistic-rows';
import { type QueueSnapshot, queueQuery } from '@/app/(app)/queue/queue-query';
import type { QueueRow } from '@/app/(app)/queue/queue-row';

const RETRY_INTERVAL_MS = 10_000;
const MIN_REFETCH_INTERVAL_MS = 1_000;

const noRows: readonly QueueRow[] = [];

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
  const { isFetching, isError, refetch } = query;
  const { snapshot, error } = withoutFlicker(query, useLastError(query.error));
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
      }),
    [client, onDecided],
  );

  // A refusal often means that someone else changed the rows.
  const refusedIds = entries
    .filter(({ state }) => state === 'refused')
    .map(({ requestId }) => requestId)
    .join();
  useEffect(() => {
    if (refusedIds) void client.invalidateQueries({ queryKey: ['queue'] });
  }, [client, refusedIds]);

  // The server also announces the person's own decisions. One request at a time: a burst of them must
  // not keep canceling it.
  const isOutdated = useQueueChangedAt() >= requestedAt;
  useEffect(() => {
    if (!isOutdated || isFetching || isError) return;
    const waitMs = requestedAt + MIN_REFETCH_INTERVAL_MS - performance.now();
    const timer = setTimeout(() => void refetch(), waitMs);
    return () => clearTimeout(timer);
  }, [isOutdated, isFetching, isError, requestedAt, refetch]);

  useTimedRefetch(snapshot, refetch);

  useEffect(() => {
    if (!isError) return;
    const retry = () => void refetch();
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [isError, refetch]);

  const listed = snapshot?.page.rows ?? noRows;
  const changes = useMemo(
    () => rowChanges(entries, confirmed, requestedAt),
    [entries, confirmed, requestedAt],
  );
  const own = useMemo(() => {
    const decided = [...confirmed].filter(([, { verb }]) => verb !== 'undo');
    return { entries, decidedIds: new Set(decided.map(([id]) => id)) };
  }, [entries, confirmed]);
  const listedView = snapshot?.view;
  const rows = useMemo(() => {
    const ofView = removed.filter((row) => row.view === listedView);
    return applyRowChanges(listed, changes, ofView);
  }, [listed, changes, removed, listedView]);
  return {
    /** Undefined if it could not be read. */
    page: snapshot?.page,
    /** The view of the rows. It differs from the requested view while that is loading. */
    view: snapshot?.view ?? view,
    rows,
    /** The rows as the server listed them. */
    listed,
    /** The person's decisions. */
    own,
    /** When the rows were requested, as a `performance.now()`. */
    requestedAt,
    /** How many of the page's rows are hidden. */
    hiddenCount: listed.length - rows.length,
    changes,
    isLoading: query.isPlaceholderData && error === null,
    error,
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

/** A view that could not be read stays so while it is tried again. The rows before it would flicker. */
function withoutFlicker(query: UseQueryResult<QueueSnapshot>, lastError: Error | null) {
  const isRetry = query.isPlaceholderData && query.errorUpdateCount > 0;
  return isRetry
    ? { snapshot: undefined, error: lastError }
    : { snapshot: query.data, error: query.error };
}

function useLastError(error: Error | null): Error | null {
  const [last, setLast] = useState(error);
  if (error && error !== last) setLast(error);
  return last;
}

// A timer cannot wait for longer than 24.8 days, and a laptop may sleep meanwhile.
const MAX_TIMER_MS = 6 * 3_600_000;

/** Reads the rows again when one becomes ready or a snooze ends, by the server's clock. */
function useTimedRefetch(snapshot: QueueSnapshot | undefined, refetch: () => unknown): void {
  useEffect(() => {
    if (!snapshot?.page.nextChangeAt) return;
    const { nextChangeAt, readAt } = snapshot.page;
    const waitMs = Date.parse(nextChangeAt) - Date.parse(readAt) + MIN_REFETCH_INTERVAL_MS;
    const timer = setTimeout(refetch, Math.min(waitMs, MAX_TIMER_MS));
    return () => clearTimeout(timer);
  }, [snapshot, refetch]);
}
