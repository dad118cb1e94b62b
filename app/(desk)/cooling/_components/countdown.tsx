'use client';

import { useNow } from '@/components/ui/use-now';
import { minutesText } from '@/lib/analytics/cooling-minutes';

/** The time left until a moment, counting down in minutes; nothing is read out as it moves. */
export function Countdown({
  until,
  inline = false,
}: {
  readonly until: Date;
  readonly inline?: boolean;
}) {
  const left = until.getTime() - useNow();
  const text = left > 0 ? minutesText(left) : 'free now';
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
      {minutesText(past)}
    </span>
  );
}
