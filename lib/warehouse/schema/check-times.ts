import sql, { raw } from 'sql-template-tag';
import { z } from 'zod';
import { AppError } from '@/lib/server/errors';
import { HOUR_MS, MINUTE_MS } from '@/lib/time';
import { nameParts } from '@/lib/warehouse/snowflake/name-mapping';
import { contractViewDefinitions } from '@/lib/warehouse/sql/schema';
import { amount, instant, optionalInstant } from '@/lib/warehouse/sql/shared/columns';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { t, tableNames } from '@/lib/warehouse/tables';
import type { Query, Warehouse } from '@/lib/warehouse/types';
import { viewZoneProblem } from './contract-views';
import type { ResolveName } from './data-team';

/** Snowflake's clock in UTC. */
function readClock(): Query<Date> {
  return query({
    name: 'check.clock',
    tables: [],
    row: z.object({ now: instant }).transform((row) => row.now),
    sql: sql`SELECT SYSDATE() AS now`,
  });
}

/** A clock difference that neither logins nor cooling periods notice. */
const MAX_CLOCK_DIFFERENCE_MS = 30_000;

/**
 * Compares this machine's clock with Snowflake's. Decisions and runs are stamped by this machine, and
 * a key pair's login expires by Snowflake's.
 * @returns the difference in milliseconds (positive if this machine is ahead), and whether it is too
 * large
 */
export async function clockDifference(
  warehouse: Pick<Warehouse, 'read'>,
  now: () => Date,
): Promise<{ readonly ms: number; readonly tooLarge: boolean }> {
  const before = now().getTime();
  const [snowflake] = await warehouse.read(readClock());
  const middle = (before + now().getTime()) / 2;
  const ms = middle - (snowflake?.getTime() ?? middle);
  return { ms, tooLarge: Math.abs(ms) > MAX_CLOCK_DIFFERENCE_MS };
}

/** The tables with the data team's times, and how to find their newest time. */
const timedTables = {
  recommendations: 'MAX(recommendation_timestamp)',
  assignments: 'MAX(COALESCE(last_updated, assignment_date))',
} as const;
type TimedTable = keyof typeof timedTables;

function newestTime(table: TimedTable): Query<Date | null> {
  return query({
    name: 'check.newest-time',
    tables: [table],
    row: z.object({ newest: optionalInstant }).transform((row) => row.newest),
    sql: sql`SELECT ${raw(timedTables[table])} AS newest FROM ${t[table]}`,
  });
}

/** When a table last changed, by Snowflake's clock. No row if the role may not see it. */
function lastAltered(table: string): Query<Date | null> {
  const [database = '', schema = '', name = ''] = nameParts(table);
  return query({
    name: 'check.last-altered',
    tables: [],
    row: z.object({ seconds: amount }).transform((row) => new Date(row.seconds * 1000)),
    sql: sql`SELECT DATE_PART(EPOCH_SECOND, last_altered) AS seconds
FROM ${raw(database)}.INFORMATION_SCHEMA.TABLES
WHERE table_schema = ${storedName(schema)} AND table_name = ${storedName(name)}`,
  });
}

/** An identifier as Snowflake stores it. */
function storedName(identifier: string): string {
  if (!identifier.startsWith('"')) return identifier.toUpperCase();
  return identifier.slice(1, -1).replaceAll('""', '"');
}

/** The newest time in a table of the data team, and when Snowflake changed the table. */
export interface TimeEvidence {
  readonly table: string;
  readonly newest: Date;
  /** Null if the role may not see it. */
  readonly changed: Date | null;
}

/**
 * Problems with the time zone of the data team's times, one sentence each. Looks for times in the
 * future, and for times that are a whole number of half hours before Snowflake's own record of the
 * change.
 * @param zone the configured time zone
 * @throws AppError if a table cannot be read
 */
export async function timeZoneProblems(
  warehouse: Pick<Warehouse, 'read'>,
  zone: string,
  resolveName: ResolveName,
): Promise<readonly string[]> {
  const evidence: TimeEvidence[] = [];
  for (const key of Object.keys(timedTables) as TimedTable[]) {
    const table = resolveName(tableNames[key]);
    const [newest = null] = await warehouse.read(newestTime(key));
    if (!newest) continue;
    const [changed = null] = await warehouse.read(lastAltered(table)).catch(noEvidence);
    evidence.push({ table, newest, changed });
  }
  const [now] = await warehouse.read(readClock());
  const definitions = await warehouse.read(contractViewDefinitions());
  return [
    ...(now ? judgeTimes(evidence, now, zone) : []),
    ...definitions.flatMap(({ definition }) => viewZoneProblem(definition, zone) ?? []),
  ];
}

/** Not every role may read INFORMATION_SCHEMA of the data team's database. */
function noEvidence(error: unknown): readonly null[] {
  if (error instanceof AppError) return [];
  throw error;
}

/** Longer than a clock difference or a slow transaction, and much shorter than a half hour. */
const TOLERANCE_MS = 3 * MINUTE_MS;
const HALF_HOUR_MS = HOUR_MS / 2;
const MAX_OFFSET_MS = 14 * HOUR_MS;

/** The problems in the evidence; none if it is inconclusive. */
export function judgeTimes(
  evidence: readonly TimeEvidence[],
  now: Date,
  zone: string,
): readonly string[] {
  const inFuture = evidence.filter(({ newest }) => newest.getTime() > now.getTime() + TOLERANCE_MS);
  if (inFuture.length > 0) {
    const ahead = Math.max(...inFuture.map(({ newest }) => newest.getTime() - now.getTime()));
    const offset = Math.ceil((ahead - TOLERANCE_MS) / HALF_HOUR_MS) * HALF_HOUR_MS;
    return [
      `Read as ${zone}, the newest time in ${list(inFuture)} is ${duration(ahead)} in the future. ${suggestion(offset, now, zone)}`,
    ];
  }
  const offsets = evidence.map(({ newest, changed }) => changed && offsetOf(newest, changed));
  const [offset] = offsets;
  const agree = offsets.length > 1 && offsets.every((each) => each === offset);
  if (!agree || !offset) return [];
  return [
    `Read as ${zone}, the newest times in ${list(evidence)} are each ${duration(-offset)} before Snowflake’s record of the change. ${suggestion(offset, now, zone)}`,
  ];
}

/** How far local times are ahead of the time read; 0 if they agree, null if no offset fits. */
function offsetOf(newest: Date, changed: Date): number | null {
  const behind = changed.getTime() - newest.getTime();
  const offset = Math.round(behind / HALF_HOUR_MS) * HALF_HOUR_MS;
  if (Math.abs(behind - offset) > TOLERANCE_MS || Math.abs(offset) > MAX_OFFSET_MS) return null;
  return -offset;
}

function list(evidence: readonly TimeEvidence[]): string {
  return evidence.map(({ table }) => table).join(' and ');
}

function duration(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS);
  const hours = Math.floor(minutes / 60);
  const parts = [hours > 0 && `${hours} h`, minutes % 60 > 0 && `${minutes % 60} min`];
  return parts.filter(Boolean).join(' ') || '0 min';
}

/** Time zones of likely data teams, to suggest by their offset. */
const likelyZones = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Athens',
  'Asia/Kolkata',
  'Asia/Manila',
  'Asia/Tokyo',
  'Australia/Sydney',
];

/** @param shift how far the times are ahead of what the configured zone says, in milliseconds */
function suggestion(shift: number, now: Date, zone: string): string {
  const offset = offsetAt(zone, now) + shift;
  const zones = ['UTC', ...likelyZones].filter((each) => offsetAt(each, now) === offset);
  const direction = offset < 0 ? 'behind' : 'ahead of';
  const place = offset === 0 ? 'UTC' : `a time zone ${duration(Math.abs(offset))} ${direction} UTC`;
  const example = zones.length > 0 ? `, such as ${zones.join(' or ')}` : '';
  return `The tables seem to hold times of ${place}${offset === 0 ? '' : example}. If so, set SNOWFLAKE_DATA_TIMEZONE${offset === 0 ? '=UTC' : ' to its IANA name'}.`;
}

/** The offset of a time zone from UTC at a time, in milliseconds. */
function offsetAt(timeZone: string, time: Date): number {
  const text = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(time)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(text ?? '') ?? [];
  return Number(`${sign}1`) * (Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS);
}
