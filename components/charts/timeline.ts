import { DAY_MS, HOUR_MS } from '@/lib/time';
import type { ChartData } from './chart-data';

/** The meaning of a span or moment, shown by its color and height. */
export type TimelineTone = 'accent' | 'warn' | 'danger' | 'neutral';

/** A period in a lane; both ends are ISO instants. */
export interface TimelineSpan {
  readonly from: string;
  readonly to: string;
  readonly tone: TimelineTone;
  readonly title: string;
  readonly href?: string | undefined;
}

/** A point in time in a lane, as an ISO instant. */
export interface TimelineMoment {
  readonly at: string;
  readonly tone: TimelineTone;
  readonly title: string;
  readonly href?: string | undefined;
}

/** One row of a timeline. */
export interface TimelineLane {
  readonly id: string;
  readonly title: string;
  readonly href?: string | undefined;
  readonly spans: readonly TimelineSpan[];
  readonly moments?: readonly TimelineMoment[] | undefined;
}

/** The starts of days in a time zone, at or after `from` and before `to`, in epoch milliseconds. */
export function midnights(from: number, to: number, timeZone: string): readonly number[] {
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  const found: number[] = [];
  let low = from - 1;
  // A day has at least 23 hours, so hourly steps find each day change exactly once.
  for (let high = from; high < to + HOUR_MS && high - from < 800 * DAY_MS; high += HOUR_MS) {
    if (dayOf.format(low) !== dayOf.format(high)) {
      const at = findDayStart(low, high, (instant) => dayOf.format(instant));
      if (at < to) found.push(at);
    }
    low = high;
  }
  return found;
}

/** Bisects to the millisecond at which the day changes. */
function findDayStart(low: number, high: number, dayOf: (instant: number) => string): number {
  const next = dayOf(high);
  let [before, after] = [low, high];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayOf(middle) === next) after = middle;
    else before = middle;
  }
  return after;
}

/** The position of an instant between two others, 0 to 1. */
export function positionOf(at: number, from: number, to: number): number {
  if (!(to > from)) return 0;
  return Math.min(1, Math.max(0, (at - from) / (to - from)));
}

/** The lanes as chart data for the table and the download: a row per span or moment, by time. */
export function timelineData(
  lanes: readonly TimelineLane[],
  titles: { readonly lane: string; readonly what: string },
  formatTime: (iso: string) => string,
): ChartData {
  const text = (key: string, title: string) => ({ key, title, kind: 'text' as const });
  return {
    columns: [
      text('lane', titles.lane),
      text('what', titles.what),
      text('from', 'From'),
      text('to', 'To'),
    ],
    rows: lanes.flatMap((lane) =>
      [
        ...lane.spans.map((span) => ({ ...span, ends: span.to })),
        ...(lane.moments ?? []).map((moment) => ({ ...moment, from: moment.at, ends: null })),
      ]
        .sort((a, b) => Date.parse(a.from) - Date.parse(b.from))
        .map(({ from, ends, title, href }, i) => ({
          id: `${lane.id} ${i}`,
          cells: {
            lane: lane.title,
            what: title,
            from: formatTime(from),
            to: ends === null ? null : formatTime(ends),
          },
          hrefs: {
            ...(lane.href ? { lane: lane.href } : {}),
            ...(href ? { what: href } : {}),
          },
        })),
    ),
  };
}
