import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { parseInput } from '@/lib/server/parse-input';
import type { LocalClock } from '@/lib/warehouse/sql/shared/local-time';
import { type Scope, scopeChoices } from '@/lib/warehouse/sql/shared/scope';
import 'server-only';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';

/** The longest period that figures are given of, in days. */
const MAX_PERIOD_DAYS = 800;

const dateInput = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day, as 2026-03-14')
  .refine(isCalendarDate, 'must be a day of the calendar');

const dateRangeInput = z.object({ first: dateInput, last: dateInput }).refine(
  ({ first, last }) => {
    // An invalid day was told already.
    if (!isCalendarDate(first) || !isCalendarDate(last)) return true;
    const days = Temporal.PlainDate.from(first).until(last, { largestUnit: 'day' }).days;
    return days >= 0 && days < MAX_PERIOD_DAYS;
  },
  {
    error: `must not end before it begins, nor be longer than ${MAX_PERIOD_DAYS} days`,
    path: ['period'],
  },
);

const timeZoneInput = z.string().refine((name) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}, 'must be a time zone, as Europe/Berlin');

const filterInput = z.array(z.string().max(200)).max(50).default([]);

const scopeInput = z.object({
  period: z.union([
    z.object({ days: z.number().int().min(1).max(MAX_PERIOD_DAYS) }),
    dateRangeInput,
  ]),
  zone: timeZoneInput,
  segments: filterInput,
  levels: filterInput,
  managers: filterInput,
});

/** The period and the filters that a page of figures is asked for. */
export type ScopeInput = z.input<typeof scopeInput>;

/**
 * The scope that is asked for, with its period.
 * @throws AppError `invalid_input`
 */
export function parseScope(asked: ScopeInput, now: Date): Scope & { readonly period: Period } {
  const { period: wanted, zone: name, ...rest } = parseInput(scopeInput, asked);
  const period = periodOf(wanted, name, now);
  return { ...rest, from: period.from, to: period.to, period };
}

function isCalendarDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/** A number of days back from today, or two days of the calendar, both included. */
export type PeriodInput =
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
export function periodOf(asked: PeriodInput, zone: string, now: Date): Period {
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
    days: dateSeries(first, last, 1),
    weeks: dateSeries(mondayOf(first), last, 7),
    zone,
    clock: clockOf(from, to),
  };
}

function mondayOf(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.subtract({ days: date.dayOfWeek - 1 });
}

const DAY_MS = 86_400_000;

/** Every so many days from the first on, up to the last, as `YYYY-MM-DD`. */
function dateSeries(first: Temporal.PlainDate, last: Temporal.PlainDate, step: number): string[] {
  const days: string[] = [];
  // Days of the calendar are alike whatever the zone, so they are counted in UTC.
  for (let at = utcMidnight(first); at <= utcMidnight(last); at += step * DAY_MS) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

function utcMidnight(date: Temporal.PlainDate): number {
  return date.toZonedDateTime('UTC').epochMilliseconds;
}

const NS_PER_MINUTE = 60e9;

function clockOf(from: Temporal.ZonedDateTime, to: Temporal.ZonedDateTime): LocalClock {
  const changes: { at: Date; minutes: number }[] = [];
  let next = from.getTimeZoneTransition('next');
  while (next && Temporal.ZonedDateTime.compare(next, to) < 0) {
    changes.push({
      at: new Date(next.epochMilliseconds),
      minutes: Math.round(next.offsetNanoseconds / NS_PER_MINUTE),
    });
    next = next.getTimeZoneTransition('next');
  }
  return { first: Math.round(from.offsetNanoseconds / NS_PER_MINUTE), changes };
}

/** What figures can be narrowed to, each list by name. */
export interface ScopeChoices {
  readonly managers: readonly string[];
  readonly segments: readonly string[];
  readonly levels: readonly string[];
}

/** Answers what figures can be narrowed to, as it was at most a minute ago. */
export async function getScopeChoices(ctx: Context): Promise<ScopeChoices> {
  requireRole(ctx.person, 'viewer');
  const rows = await ctx.warehouse.read(scopeChoices(), CACHE_ONE_MINUTE);
  const of = (wanted: (typeof rows)[number]['kind']) =>
    sortedUnique(rows.map(({ kind, value }) => (kind === wanted ? value : null)));
  return { managers: of('manager'), segments: of('segment'), levels: of('level') };
}

/** What there is to choose from: each once, in order. */
export function sortedUnique(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))].sort();
}

/** How the pages of figures read what they remember, of which nothing depends on the time of day. */
export const CACHE_ONE_MINUTE = { maxAgeMs: 60_000, keepFresh: true } as const;
