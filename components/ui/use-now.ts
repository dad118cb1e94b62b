'use client';

import { useSyncExternalStore } from 'react';

const every = 20_000;
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, every);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}

function snapshot(): number {
  if (Date.now() - now > every) now = Date.now();
  return now;
}

/** The time of the day, moved on by one clock that the whole page shares (every 20 s). */
export function useNow(): number {
  return useSyncExternalStore(subscribe, snapshot, snapshot);
}
