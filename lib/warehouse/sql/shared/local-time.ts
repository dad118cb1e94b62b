import type { Sql } from 'sql-template-tag';
import sql from 'sql-template-tag';
import { DAY_MS } from '@/lib/time';
import { type CellReader, cellReaders, timestampBind } from './columns';

/** Offset of a time zone from UTC over a period, in minutes. */
export interface LocalClock {
  readonly first: number;
  /** Offset changes within the period, oldest first. */
  readonly changes: readonly { readonly at: Date; readonly minutes: number }[];
}

/** The local timestamp of a UTC time. */
function localTime(moment: Sql, { first, changes }: LocalClock): Sql {
  const shifted = (minutes: number) => sql`DATEADD('minute', ${minutes}, ${moment})`;
  if (changes.length === 0) return shifted(first);
  const later = changes
    .toReversed()
    .map(
      (change) =>
        sql`WHEN ${moment} >= ${timestampBind(change.at)} THEN ${shifted(change.minutes)} `,
    )
    .reduce((all, each) => sql`${all}${each}`);
  return sql`CASE ${later}ELSE ${shifted(first)} END`;
}

/** The local day as the number of days since 1970-01-01; `dayCell` parses it. */
export function localDay(moment: Sql, clock: LocalClock): Sql {
  return sql`DATEDIFF('day', CAST('1970-01-01' AS TIMESTAMP_NTZ), ${localTime(moment, clock)})`;
}

/** The Monday of the local week, as the number of days since 1970-01-01. */
export function localWeek(moment: Sql, clock: LocalClock): Sql {
  // 1970-01-01 was a Thursday.
  return sql`FLOOR((${localDay(moment, clock)} + 3) / 7) * 7 - 3`;
}

/** The local hour, 0–23. */
export function localHour(moment: Sql, clock: LocalClock): Sql {
  return sql`EXTRACT(HOUR FROM ${localTime(moment, clock)})`;
}

/** Parses a number of days since 1970-01-01 to `YYYY-MM-DD`. */
export const dayCell: CellReader<string> = {
  expected: 'a day',
  read(value) {
    const days = cellReaders.amount.read(value);
    return days === undefined ? undefined : dayOf(days);
  },
};

/** The day that is this many days after 1970-01-01, `YYYY-MM-DD`. */
export function dayOf(days: number): string {
  return new Date(days * DAY_MS).toISOString().slice(0, 10);
}
