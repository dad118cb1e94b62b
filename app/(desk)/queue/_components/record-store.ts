import type { ErrorAnswer } from '@/lib/errors';
import type { Candidate } from '@/lib/routing/types';
import type { RecordJson } from '../queue-row';

/** A record as far as it is known here. */
export interface Held {
  readonly record?: RecordJson;
  readonly error?: ErrorAnswer;
  /** Which turn of the queue it was read in; things may have changed since. */
  readonly turn: number;
}

const most = 60;

/** Records already read, so that going back and forth shows them at once. */
export function createRecordStore() {
  const held = new Map<string, Held>();
  const loading = new Map<string, Promise<void>>();
  const listeners = new Set<() => void>();
  let turn = 0;
  let version = 0;

  function tell() {
    version += 1;
    for (const listener of listeners) listener();
  }

  async function read(id: string, readIn: number, signal?: AbortSignal): Promise<void> {
    const got = await getJson<RecordJson>(`/api/recommendations/${id}`, signal);
    const before = held.get(id);
    if (signal?.aborted || (before && before.turn > readIn)) return;
    held.delete(id);
    // A record that could not be read anew is still worth showing.
    if ('value' in got) held.set(id, { turn: readIn, record: got.value });
    else held.set(id, { ...before, turn: readIn, error: got.error });
    const oldest = held.keys().next().value;
    if (held.size > most && oldest !== undefined) held.delete(oldest);
    tell();
  }

  return {
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    version: () => version,
    turn: () => turn,
    get: (id: string): Held | undefined => held.get(id),
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

type Got<Value> = { readonly value: Value } | { readonly error: ErrorAnswer };

/** The CSMs to choose from for a recommendation, best first. */
export function getCandidates(id: string, signal: AbortSignal): Promise<Got<readonly Candidate[]>> {
  return getJson(`/api/recommendations/${id}/candidates`, signal);
}

async function getJson<Value>(path: string, signal?: AbortSignal): Promise<Got<Value>> {
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
