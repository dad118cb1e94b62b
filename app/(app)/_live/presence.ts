'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { v7 as uuid } from 'uuid';
import type { Presence } from '@/lib/server/presence';

/** The server forgets a tab that is silent for 30 seconds. */
const REPORT_INTERVAL_MS = 15_000;
/** Passing records quickly sends one report, for the last. */
const REPORT_DELAY_MS = 1_500;

let presence: Presence = {};
const listeners = new Set<() => void>();
const nobody: readonly string[] = [];

export const getPresence = (): Presence => presence;

/** Updates what others have open. */
export function setPresence(next: Presence): void {
  presence = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The names of the other people who have a recommendation open. */
export function useOthersOn(recommendationId: string | null): readonly string[] {
  return useSyncExternalStore(
    subscribe,
    () => (recommendationId === null ? nobody : (presence[recommendationId] ?? nobody)),
    () => nobody,
  );
}

const tab = uuid();

/** The last report that was sent. */
let reported: string | null = null;

function report(recommendationId: string | null): void {
  if (recommendationId === null && reported === null) return;
  reported = recommendationId;
  const body = JSON.stringify({ tab, recommendationId });
  const headers = { 'content-type': 'application/json' };
  // If it fails, the next report comes soon, and the server forgets this one by itself.
  fetch('/api/presence', { method: 'POST', body, headers, keepalive: true }).catch(() => {});
}

/** Tells the server which recommendation this tab has open, while the tab is visible. */
export function useReportOpenRecord(recommendationId: string | null): void {
  useEffect(() => {
    const reportNow = () => report(document.hidden ? null : recommendationId);
    const delay = setTimeout(reportNow, REPORT_DELAY_MS);
    const repeat = setInterval(reportNow, REPORT_INTERVAL_MS);
    document.addEventListener('visibilitychange', reportNow);
    return () => {
      clearTimeout(delay);
      clearInterval(repeat);
      document.removeEventListener('visibilitychange', reportNow);
    };
  }, [recommendationId]);

  useEffect(() => {
    const leave = () => report(null);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, []);
}
