'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { RecommendationDetailsJson } from '@/app/(app)/queue/queue-row';
import type { QueuePage } from '@/lib/decisions/queue';
import type { Candidate } from '@/lib/engine/types';
import type { ErrorResponse } from '@/lib/server/errors';

const FETCH_DEBOUNCE_MS = 90;

/** The record of a recommendation, read behind the scenes; the next one is read ahead. */
export function useRecommendation(id: string | null, nextId: string | null, page: QueuePage) {
  const [store] = useState(createDetailsCache);
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
    const timer = setTimeout(() => void store.load(id, control.signal), FETCH_DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [store, id, settled, turn]);

  useEffect(() => {
    if (!settled || !nextId || store.isSettled(nextId)) return;
    const timer = setTimeout(() => void store.load(nextId), FETCH_DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [store, settled, nextId]);

  const held: CachedDetails | undefined = id ? store.get(id) : undefined;
  return { held, retry: () => void (id && store.load(id)) };
}

/** A record as far as it is known here. */
export interface CachedDetails {
  readonly record?: RecommendationDetailsJson;
  readonly error?: ErrorResponse;
  /** Which turn of the queue it was read in; things may have changed since. */
  readonly turn: number;
}

const MAX_ENTRIES = 60;

/** Records already read, so that going back and forth shows them at once. */
function createDetailsCache() {
  const held = new Map<string, CachedDetails>();
  const loading = new Map<string, Promise<void>>();
  const listeners = new Set<() => void>();
  let turn = 0;
  let version = 0;

  function tell() {
    version += 1;
    for (const listener of listeners) listener();
  }

  async function read(id: string, readIn: number, signal?: AbortSignal): Promise<void> {
    const got = await fetchJson<RecommendationDetailsJson>(`/api/recommendations/${id}`, signal);
    const before = held.get(id);
    if (signal?.aborted || (before && before.turn > readIn)) return;
    held.delete(id);
    // A record that could not be read anew is still worth showing.
    if ('value' in got) held.set(id, { turn: readIn, record: got.value });
    else held.set(id, { ...before, turn: readIn, error: got.error });
    const oldest = held.keys().next().value;
    if (held.size > MAX_ENTRIES && oldest !== undefined) held.delete(oldest);
    tell();
  }

  return {
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    version: () => version,
    turn: () => turn,
    get: (id: string): CachedDetails | undefined => held.get(id),
    /** Whether it was read, or could not be, since the queue last changed. */
    isSettled: (id: string) => held.get(id)?.turn === turn,
    /** Reads a record unless it is being read; a signal gives it up. */
    load(id: string, signal?: AbortSignal): Promise<void> {
      const key = `${turn} ${id}`;
      const under = loading.get(key);
      if (under) return under;
      const reading = read(id, turn, signal).finally(() => loading.delete(key));
      loading.set(key, reading);
      signal?.addEventListener('abort', () => loading.delete(key), { once: true });
      return reading;
    },
    /** Something was decided: what is held may be out of date, and is shown until it is read anew. */
    stale() {
      turn += 1;
      tell();
    },
  };
}

type FetchResult<Value> = { readonly value: Value } | { readonly error: ErrorResponse };

/** The CSMs to choose from for a recommendation, best first. */
export function fetchCandidates(
  id: string,
  signal: AbortSignal,
): Promise<FetchResult<readonly Candidate[]>> {
  return fetchJson(`/api/recommendations/${id}/candidates`, signal);
}

async function fetchJson<Value>(path: string, signal?: AbortSignal): Promise<FetchResult<Value>> {
  try {
    const response = await fetch(path, { signal: signal ?? null, cache: 'no-store' });
    const body = await response.json();
    if (response.ok) return { value: body as Value };
    if (body?.error?.message) return { error: body.error };
  } catch {
    // Told below: no answer, or one that is not ours.
  }
  return {
    error: {
      code: 'unexpected',
      message: 'The server did not answer. Nothing was changed; try again in a moment.',
    },
  };
}
