import { DAY_MS, HOUR_MS } from '@/lib/time';
import type { ChartCell, ChartData } from './chart-data';

/** The meaning of a span, shown by its color and height. */
export type TimelineTone = 'accent' | 'warn' | 'danger' | 'neutral';

/** A period in a lane; both ends are ISO instants. */
export interface TimelineSpan {
  readonly from: string;
  readonly to: string;
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
  /** The group that the lane is in, such as a team. */
  readonly group?: string | undefined;
  /** What the lanes below add up to, if this names their group. */
  readonly summary?: string | undefined;
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

/**
 * The lanes as chart data for the table and the download: a row per span, by time, and one per summary.
 */
export function timelineData(
  lanes: readonly TimelineLane[],
  titles: { readonly lane: string; readonly what: string; readonly group?: string | undefined },
  formatTime: (iso: string) => string,
): ChartData {
  const text = (key: string, title: string) => ({ key, title, kind: 'text' as const });
  return {
    columns: [
      text('lane', titles.lane),
      ...(titles.group === undefined ? [] : [text('group', titles.group)]),
      text('what', titles.what),
      text('from', 'From'),
      text('to', 'To'),
    ],
    rows: lanes.flatMap((lane) => {
      const toRow = (
        index: number,
        cells: Readonly<Record<'what' | 'from' | 'to', ChartCell>>,
      ) => ({
        id: `${lane.id} ${index}`,
        cells: {
          lane: lane.title,
          ...(titles.group !== undefined && { group: lane.group ?? null }),
          ...cells,
        },
      });
      if (lane.summary !== undefined) {
        return [toRow(0, { what: lane.summary, from: null, to: null })];
      }
      return lane.spans
        .toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))
        .map(({ from, to, title, href }, i) => ({
          ...toRow(i, { what: title, from: formatTime(from), to: formatTime(to) }),
          hrefs: { ...(lane.href && { lane: lane.href }), ...(href && { what: href }) },
        }));
    }),
  };
}
