import type { ChartData } from './chart-data';

/** What a span or a moment says by its colour. */
export type TimelineTone = 'accent' | 'warn' | 'danger' | 'neutral';

/** A stretch of time in a lane; both ends as ISO instants. */
export interface TimelineSpan {
  readonly from: string;
  readonly to: string;
  readonly tone: TimelineTone;
  readonly title: string;
  readonly href?: string | undefined;
}

/** A moment in a lane, as an ISO instant. */
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
  readonly marks?: readonly TimelineMoment[] | undefined;
}

const hour = 3_600_000;

/** The instants at which days begin in a zone, from `from` until before `to`, in milliseconds. */
export function midnights(from: number, to: number, zone: string): readonly number[] {
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  const found: number[] = [];
  let low = from - 1;
  // A day is never shorter than 23 h, so that an hour's step meets each once.
  for (let high = from; high < to + hour && high - from < 800 * 24 * hour; high += hour) {
    if (dayOf.format(low) !== dayOf.format(high)) {
      const at = findDayStart(low, high, (instant) => dayOf.format(instant));
      if (at < to) found.push(at);
    }
    low = high;
  }
  return found;
}

/** Halves the stretch in which the day changes until the millisecond is known. */
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

/** Where an instant lies between two others, 0 to 1. */
export function positionOf(at: number, from: number, to: number): number {
  if (!(to > from)) return 0;
  return Math.min(1, Math.max(0, (at - from) / (to - from)));
}

/** The lanes as a table and a download have them: a row per span or moment, in order of time. */
export function timelineData(
  lanes: readonly TimelineLane[],
  titles: { readonly lane: string; readonly what: string },
  write: (iso: string) => string,
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
        ...(lane.marks ?? []).map((mark) => ({ ...mark, from: mark.at, ends: null })),
      ]
        .sort((a, b) => Date.parse(a.from) - Date.parse(b.from))
        .map(({ from, ends, title, href }, i) => ({
          id: `${lane.id} ${i}`,
          cells: {
            lane: lane.title,
            what: title,
            from: write(from),
            to: ends === null ? null : write(ends),
          },
          hrefs: {
            ...(lane.href ? { lane: lane.href } : {}),
            ...(href ? { what: href } : {}),
          },
        })),
    ),
  };
}
