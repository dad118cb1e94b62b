'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useNow } from '@/components/ui/time';
import { formatRemaining } from './cooling-labels';

/** Time left in minutes. Not announced to screen readers as it counts down. */
export function Countdown({
  until,
  inline = false,
}: {
  readonly until: Date;
  readonly inline?: boolean;
}) {
  const left = until.getTime() - useNow();
  const text = left > 0 ? formatRemaining(left) : 'free now';
  return (
    <span
      role="timer"
      aria-live="off"
      suppressHydrationWarning
      className={inline ? undefined : 'inline-block min-w-20 tabular-nums'}
    >
      {inline && left > 0 ? `in ${text}` : text}
    </span>
  );
}

/** Time passed, in minutes. */
export function Elapsed({ since }: { readonly since: Date }) {
  const elapsed = useNow() - since.getTime();
  return (
    <span suppressHydrationWarning className="inline-block min-w-20 tabular-nums">
      {`${formatRemaining(elapsed)} ago`}
    </span>
  );
}

/** Refreshes the page when one of the times has passed. Times that pass together refresh it once. */
export function RefreshAtTimes({ times }: { readonly times: readonly Date[] }) {
  const router = useRouter();
  const now = useNow();
  const checkedUntil = useRef(now);
  useEffect(() => {
    const passed = times.some((time) => {
      const at = time.getTime();
      return at > checkedUntil.current && at <= now;
    });
    checkedUntil.current = Math.max(checkedUntil.current, now);
    if (passed) router.refresh();
  }, [times, now, router]);
  return null;
}
