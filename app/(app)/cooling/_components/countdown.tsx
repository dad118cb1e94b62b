'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useNow } from '@/components/ui/time';
import { formatRemaining } from './format-remaining';

/** The time left until a moment, counting down in minutes; nothing is read out as it moves. */
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

/** The time since a moment, in minutes. */
export function Elapsed({ since }: { readonly since: Date }) {
  const past = useNow() - since.getTime();
  return (
    <span suppressHydrationWarning className="inline-block min-w-20 tabular-nums">
      {formatRemaining(past)}
    </span>
  );
}

/** Reads the page anew, once for each moment that passes while it is looked at. */
export function RefreshAtTimes({ moments }: { readonly moments: readonly Date[] }) {
  const router = useRouter();
  const now = useNow();
  const looked = useRef(now);
  useEffect(() => {
    const passed = moments.some((moment) => {
      const at = moment.getTime();
      return at > looked.current && at <= now;
    });
    looked.current = Math.max(looked.current, now);
    if (passed) router.refresh();
  }, [moments, now, router]);
  return null;
}
