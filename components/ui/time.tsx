'use client';

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { classNames } from './class-names';
import { useFormat } from './format-provider';

/**
 * A point in time: relative by default, with the absolute time in the reader's time zone on hover.
 * The server's text may be seconds older or in another time zone, so hydration differences are
 * expected.
 */
export function Time({
  at,
  show = 'relative',
  className,
}: {
  readonly at: Date | string | number;
  readonly show?: 'relative' | 'clock' | 'absolute' | 'day';
  readonly className?: string;
}) {
  const now = useNow();
  const format = useFormat();
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span className={className}>–</span>;
  const text = {
    relative: () => format.relative(date, now),
    clock: () => format.clock(date, now),
    absolute: () => format.dateTime(date),
    // A whole day, such as of a leave, has no time.
    day: () => format.dayOrTime(date),
  }[show]();
  // On paper, "5 min ago" would mean nothing.
  const printed = show === 'relative' && date.getTime() < now ? format.dateTime(date) : undefined;
  return (
    <time
      dateTime={date.toISOString()}
      title={format.dateTimeZone(date)}
      data-printed={printed}
      suppressHydrationWarning
      className={classNames('whitespace-nowrap', className)}
    >
      {text}
    </time>
  );
}

const TICK_MS = 20_000;
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
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
  if (Date.now() - now > TICK_MS) now = Date.now();
  return now;
}

const RenderTimeContext = createContext<number | null>(null);

/** Gives hydration the time at which the server rendered, in epoch milliseconds. */
export function RenderTimeProvider({
  at,
  children,
}: {
  readonly at: number;
  readonly children: ReactNode;
}) {
  return <RenderTimeContext value={at}>{children}</RenderTimeContext>;
}

/**
 * The current time in epoch milliseconds, updated every 20 s by one clock for the whole page.
 * Hydration uses the server's time: React keeps the server's text of an element that hydrates with
 * another, so a page that hydrates late would show old times until they next change.
 */
export function useNow(): number {
  const renderedAt = useContext(RenderTimeContext);
  return useSyncExternalStore(subscribe, snapshot, () => renderedAt ?? snapshot());
}
