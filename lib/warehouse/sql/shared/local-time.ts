import type { Sql } from 'sql-template-tag';
import sql from 'sql-template-tag';
import { DAY_MS } from '@/lib/time';
import { type CellReader, cellReaders, timestampBind } from './columns';

/** How a place's clock differs from UTC over some time, in minutes. */
export interface LocalClock {
  readonly first: number;
  /** When its clocks are changed, oldest first, and the difference from then on. */
  readonly changes: readonly { readonly at: Date; readonly minutes: number }[];
}

/** What a clock at that place showed at a moment in UTC, as a timestamp. */
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

/** The local day of a moment, counted from 1 January 1970; `dayCell` reads it. */
export function localDay(moment: Sql, clock: LocalClock): Sql {
  return sql`DATEDIFF('day', CAST('1970-01-01' AS TIMESTAMP_NTZ), ${localTime(moment, clock)})`;
}

/** The Monday of the local week of a moment, likewise. */
export function localWeek(moment: Sql, clock: LocalClock): Sql {
  // 1 January 1970 was a Thursday.
  return sql`FLOOR((${localDay(moment, clock)} + 3) / 7) * 7 - 3`;
}

/** The hour of the local day, 0–23. */
export function localHour(moment: Sql, clock: LocalClock): Sql {
  return sql`EXTRACT(HOUR FROM ${localTime(moment, clock)})`;
}

/** A day counted from 1 January 1970, as `YYYY-MM-DD`. */
export const dayCell: CellReader<string> = {
  expected: 'a day',
  read(value) {
    const days = cellReaders.amount.read(value);
    return days === undefined ? undefined : new Date(days * DAY_MS).toISOString().slice(0, 10);
  },
};
