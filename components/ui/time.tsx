'use client';

import { classNames } from './class-names';
import { formatClock, formatDateTime, formatDateTimeZone, formatRelative } from './format-time';
import { useNow } from './use-now';
import { useZone } from './zone';

/**
 * A moment: relative by default, with the absolute time in the reader's zone on hover. The server
 * and the browser may differ by a few seconds or by zone at first, which is why React is told so.
 */
export function Time({
  at,
  show = 'relative',
  className,
}: {
  readonly at: Date | string | number;
  readonly show?: 'relative' | 'clock' | 'absolute';
  readonly className?: string;
}) {
  const now = useNow();
  const zone = useZone();
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span className={className}>–</span>;
  const text = {
    relative: () => formatRelative(date, now),
    clock: () => formatClock(date, zone, now),
    absolute: () => formatDateTime(date, zone),
  }[show]();
  return (
    <time
      dateTime={date.toISOString()}
      title={formatDateTimeZone(date, zone)}
      suppressHydrationWarning
      className={classNames('whitespace-nowrap', className)}
    >
      {text}
    </time>
  );
}
