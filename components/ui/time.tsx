'use client';

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { classNames } from './class-names';
import { formatClock, formatDateTime, formatDateTimeZone, formatRelative } from './format';
import { timeZoneCookie } from './preference-cookies';

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
  const zone = useTimeZone();
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

const TimeZoneContext = createContext('UTC');

/** The reader's time zone: what the server knew, then what the browser says. */
export function TimeZoneProvider({
  zone,
  children,
}: {
  readonly zone: string;
  readonly children: ReactNode;
}) {
  const [current, setCurrent] = useState(zone);
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
    setCurrent(own);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser.
    document.cookie = `${timeZoneCookie}=${encodeURIComponent(own)};path=/;max-age=31536000;samesite=lax`;
  }, []);
  return <TimeZoneContext value={current}>{children}</TimeZoneContext>;
}

/** The reader's time zone, such as Europe/Berlin. */
export function useTimeZone(): string {
  return useContext(TimeZoneContext);
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
