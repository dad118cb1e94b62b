import { Temporal } from 'temporal-polyfill';
import type { LocalClock } from '@/lib/warehouse/sql/local-time';

/** A number of days back from today, or two days of the calendar, both included. */
export type AskedPeriod =
  | { readonly days: number }
  | { readonly first: string; readonly last: string };

/** A time that figures are of, cut in the reader's time zone. */
export interface Period {
  /** The start of its first day. */
  readonly from: Date;
  /** The end of its last day, which may be yet to come. */
  readonly to: Date;
  /** Its days, `YYYY-MM-DD`, oldest first. */
  readonly days: readonly string[];
  /** The Mondays of the weeks that these days are in. */
  readonly weeks: readonly string[];
  /** An IANA name, such as Europe/Berlin. */
  readonly zone: string;
  readonly clock: LocalClock;
}

/**
 * The period that is asked for. "30 days" are today and the 30 days before, as the data team's
 * queries count them: `>= DATEADD(day, -30, CURRENT_DATE())`.
 * @param zone an IANA name that Intl knows
 */
export function periodOf(asked: AskedPeriod, zone: string, now: Date): Period {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  const first =
    'days' in asked ? today.subtract({ days: asked.days }) : Temporal.PlainDate.from(asked.first);
  const last = 'days' in asked ? today : Temporal.PlainDate.from(asked.last);
  const from = first.toZonedDateTime(zone);
  const to = last.add({ days: 1 }).toZonedDateTime(zone);
  return {
    from: new Date(from.epochMilliseconds),
    to: new Date(to.epochMilliseconds),
    days: everyDay(first, last, 1),
    weeks: everyDay(mondayOf(first), last, 7),
    zone,
    clock: clockOf(from, to),
  };
}

function mondayOf(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.subtract({ days: date.dayOfWeek - 1 });
}

const dayMs = 86_400_000;

/** Every so many days from the first on, up to the last, as `YYYY-MM-DD`. */
function everyDay(first: Temporal.PlainDate, last: Temporal.PlainDate, step: number): string[] {
  const days: string[] = [];
  // Days of the calendar are alike whatever the zone, so they are counted in UTC.
  for (let at = midnight(first); at <= midnight(last); at += step * dayMs) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

function midnight(date: Temporal.PlainDate): number {
  return date.toZonedDateTime('UTC').epochMilliseconds;
}

const minute = 60e9;

function clockOf(from: Temporal.ZonedDateTime, to: Temporal.ZonedDateTime): LocalClock {
  const changes: { at: Date; minutes: number }[] = [];
  let next = from.getTimeZoneTransition('next');
  while (next && Temporal.ZonedDateTime.compare(next, to) < 0) {
    changes.push({
      at: new Date(next.epochMilliseconds),
      minutes: Math.round(next.offsetNanoseconds / minute),
    });
    next = next.getTimeZoneTransition('next');
  }
  return { first: Math.round(from.offsetNanoseconds / minute), changes };
}
