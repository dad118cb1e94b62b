import { Temporal } from 'temporal-polyfill';
import { DAY_MS, HOUR_MS } from '@/lib/time';

const ZONE = 'America/New_York';

/** Office hours, in hours of the day in New York. */
export const office = {
  scheduledRun: 7,
  firstDecisions: [8.5, 9.75],
  otherProgram: [9.8, 10.1],
  singleRuns: [10.25, 12.75],
  secondRun: 14,
  lateDecisions: [15, 16.8],
  secondDecisions: [14.15, 16.9],
  close: 17.4,
} as const;

/** Workdays of history. */
const COUNT = 65;

/** The last day of the stored history: a Friday. No clock change occurs in its 13 weeks. */
const lastStoredDay = Temporal.PlainDate.from('2026-02-06');

/** The workdays of the stored history, oldest first. */
export const storedDays: readonly Temporal.PlainDate[] = workdaysUntil(lastStoredDay);

/** The `COUNT` workdays that end with a day, oldest first. */
function workdaysUntil(last: Temporal.PlainDate): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = [];
  for (let day = last; days.length < COUNT; day = day.subtract({ days: 1 })) {
    if (day.dayOfWeek <= 5) days.unshift(day);
  }
  return days;
}

/** The start of a day in New York, in epoch milliseconds. */
export function startOfDay(day: Temporal.PlainDate): number {
  return day.toZonedDateTime(ZONE).epochMilliseconds;
}

/**
 * The last workday that the history can end with when the demo is made: its CSMs must be free
 * again for the run that is made some hours before `now`.
 */
function lastHistoryDay(now: number): Temporal.PlainDate {
  const rested = now - 10 * HOUR_MS;
  let day = Temporal.Instant.fromEpochMilliseconds(rested).toZonedDateTimeISO(ZONE).toPlainDate();
  while (day.dayOfWeek > 5 || startOfDay(day) + office.close * HOUR_MS > rested) {
    day = day.subtract({ days: 1 });
  }
  return day;
}

/** How far each day of the stored history is moved. */
export interface Moves {
  /** The start of the first day covered, in epoch milliseconds. */
  readonly from: number;
  /** Milliseconds per day, one entry for each calendar day from `from`. */
  readonly byDay: readonly number[];
}

/**
 * Moves stored workdays to the last workdays before `now`, one to one, so that weekdays and office
 * hours stay right in any season. A weekend moves with the Friday before it.
 */
export function movesTo(now: number): Moves {
  const targets = workdaysUntil(lastHistoryDay(now));
  const before = 40;
  const byWorkday = storedDays.map(
    (day, i) => startOfDay(targets[i] as typeof day) - startOfDay(day),
  );
  const from = startOfDay(storedDays[0] as Temporal.PlainDate) - before * DAY_MS;
  const byDay: number[] = Array.from({ length: before }, () => byWorkday[0] ?? 0);
  storedDays.forEach((day, i) => {
    const next = storedDays[i + 1] ?? day.add({ days: before });
    for (let d = day; Temporal.PlainDate.compare(d, next) < 0; d = d.add({ days: 1 })) {
      byDay.push(byWorkday[i] ?? 0);
    }
  });
  return { from, byDay };
}
