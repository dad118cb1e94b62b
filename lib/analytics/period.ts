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
  const days = daysBetween(first, last);
  return {
    from: new Date(from.epochMilliseconds),
    to: new Date(to.epochMilliseconds),
    days,
    weeks: [...new Set(days.map(mondayOf))],
    zone,
    clock: clockOf(from, to),
  };
}

/** The Monday of the week of a day, both as `YYYY-MM-DD`. */
export function mondayOf(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return date.subtract({ days: date.dayOfWeek - 1 }).toString();
}

function daysBetween(first: Temporal.PlainDate, last: Temporal.PlainDate): string[] {
  const count = first.until(last, { largestUnit: 'day' }).days + 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) => first.add({ days: at }).toString());
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
