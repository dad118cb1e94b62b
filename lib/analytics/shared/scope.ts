import 'server-only';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { nameKey } from '@/lib/names';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import { DAY_MS, isTimeZone, MAX_PERIOD_DAYS, MINUTE_MS } from '@/lib/time';
import type { LocalClock } from '@/lib/warehouse/sql/shared/local-time';
import type { Scope } from '@/lib/warehouse/sql/shared/scope';

const dateInput = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date, such as 2026-03-14')
  .refine(isCalendarDate, 'must be an existing date');

const dateRangeInput = z.object({ first: dateInput, last: dateInput }).refine(
  ({ first, last }) => {
    // dateInput already reports an invalid date.
    if (!isCalendarDate(first) || !isCalendarDate(last)) return true;
    const days = Temporal.PlainDate.from(first).until(last, { largestUnit: 'day' }).days;
    return days >= 0 && days < MAX_PERIOD_DAYS;
  },
  {
    error: `must not end before it starts or be longer than ${MAX_PERIOD_DAYS} days`,
    path: ['period'],
  },
);

const timeZoneInput = z
  .string()
  .refine(isTimeZone, 'must be a time zone, such as America/New_York');

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

/** The date range and filters of an analytics page. */
export type ScopeInput = z.input<typeof scopeInput>;

/** A scope whose teams are given by their managers. An empty list does not filter. */
type ParsedScope = Omit<Scope, 'csms' | 'spellings'> & {
  readonly managers: readonly string[];
  readonly period: Period;
};

/**
 * Parses a scope and resolves its period.
 * @throws AppError `invalid_input`
 */
export function parseScope(input: ScopeInput, now: Date): ParsedScope {
  const { period: periodInput, zone, ...filters } = parseInput(scopeInput, input);
  const period = periodOf(periodInput, zone, now);
  return { ...filters, from: period.from, to: period.to, period };
}

/**
 * Adds the CSMs of the chosen teams, those who report to one of the managers now, and how names are
 * spelled.
 */
export async function withTeams<Parsed extends Pick<ParsedScope, 'managers'>>(
  ctx: Context,
  scope: Parsed,
): Promise<Parsed & Pick<Scope, 'csms' | 'spellings'>> {
  const { policy } = await currentPolicy(ctx.warehouse);
  const { csms, names } = await ctx.readModel.facts(policy, ctx.now());
  const { spellings } = names;
  if (scope.managers.length === 0) return { ...scope, csms: null, spellings };
  const managers = new Set(scope.managers.map(nameKey));
  const members = [...csms.values()].filter(({ managerName }) =>
    managers.has(nameKey(managerName)),
  );
  return { ...scope, csms: members.map(({ name }) => name).sort(), spellings };
}

function isCalendarDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/** A number of days up to and including today, or two dates, both included. */
export type PeriodInput =
  | { readonly days: number }
  | { readonly first: string; readonly last: string };

/** A period of whole days in the viewer's time zone. */
export interface Period {
  /** The start of its first day. */
  readonly from: Date;
  /** The end of its last day, which may be in the future. */
  readonly to: Date;
  /** Its days, `YYYY-MM-DD`, oldest first. */
  readonly days: readonly string[];
  /** The Mondays of its weeks. */
  readonly weeks: readonly string[];
  /** An IANA name, such as America/New_York. */
  readonly zone: string;
  readonly clock: LocalClock;
}

/**
 * Resolves a period. "7 days" means today and the 6 days before. The data team's queries start a day
 * earlier, in UTC: `>= DATEADD(day, -7, CURRENT_DATE())`.
 * @param zone an IANA name that Intl knows
 */
export function periodOf(input: PeriodInput, zone: string, now: Date): Period {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  const first =
    'days' in input
      ? today.subtract({ days: input.days - 1 })
      : Temporal.PlainDate.from(input.first);
  const last = 'days' in input ? today : Temporal.PlainDate.from(input.last);
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

/** The same number of days directly before a period, in the same time zone. */
export function previousPeriod({ days, zone, from }: Period): Period {
  const start = Temporal.PlainDate.from(days[0] ?? '');
  const [first, last] = [days.length, 1].map((before) =>
    start.subtract({ days: before }).toString(),
  ) as [string, string];
  return periodOf({ first, last }, zone, from);
}

function mondayOf(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.subtract({ days: date.dayOfWeek - 1 });
}

/** Every `step` days from the first to the last, as `YYYY-MM-DD`. */
function dateSeries(first: Temporal.PlainDate, last: Temporal.PlainDate, step: number): string[] {
  const days: string[] = [];
  // UTC has no daylight saving time, so every day has the same length.
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

/** The filter options of an analytics page, sorted. */
export interface ScopeChoices {
  readonly managers: readonly string[];
  readonly segments: readonly string[];
  readonly levels: readonly string[];
}

/** Returns the filter options. */
export async function getScopeChoices(ctx: Context): Promise<ScopeChoices> {
  requireRole(ctx.person, 'viewer');
  const { policy } = await currentPolicy(ctx.warehouse);
  const { csms, classes } = await ctx.readModel.facts(policy, ctx.now());
  return {
    managers: sortedUnique([...csms.values()].map(({ managerName }) => managerName)),
    segments: sortedUnique(classes.map(({ segment }) => segment)),
    levels: sortedUnique(classes.map(({ level }) => level)),
  };
}

function sortedUnique(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))].sort();
}

/** Read options for statements that don't depend on the current time. */
export const CACHE_ONE_MINUTE = { maxAgeMs: MINUTE_MS } as const;
