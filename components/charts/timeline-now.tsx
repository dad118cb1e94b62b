'use client';

import { useSyncExternalStore } from 'react';
import { useNow } from '@/components/ui/use-now';
import { shareOf } from './timeline';

const never = () => () => {};

/** The present as a line across the lanes; not drawn before the browser's own clock is known. */
export function TimelineNow({ from, to }: { readonly from: number; readonly to: number }) {
  const now = useNow();
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (!inBrowser || now < from || now > to) return null;
  return (
    <span
      data-mark
      className="absolute inset-y-0 z-10 w-0.5 bg-ink"
      style={{ left: `${(shareOf(now, from, to) * 100).toFixed(3)}%` }}
    />
  );
}
