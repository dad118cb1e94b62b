'use client';

import { useEffect, useState } from 'react';

/** Milliseconds since a moment, moved on every second. */
export function useElapsed(since: Date): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((now - since.getTime()) / 1_000) * 1_000);
}
