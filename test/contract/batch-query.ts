import sql, { raw } from 'sql-template-tag';
import { describe, expect, it } from 'vitest';
import { batchQuery, columnAs, rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { timestampBind } from '@/lib/warehouse/sql/shared/columns';
import {
  type LocalClock,
  localDay,
  localHour,
  localWeek,
} from '@/lib/warehouse/sql/shared/local-time';
import { query, valuesTable } from '@/lib/warehouse/sql/shared/statement';
import type { ContractHarness } from './harness';
import { now } from './rows';

/** Batch queries, local time, and the filter values of the analytics pages. */
export function describeBatchQuery(harness: ContractHarness): void {
  describe('a batch query', () => {
    const batch = batchQuery({
      people: {
        columns: { name: columnAs.text(raw('name')), grade: columnAs.optionalNumber(raw('grade')) },
        from: sql`FROM students WHERE grade IS NULL OR grade > ${1}`,
      },
      sums: {
        columns: {
          grades: columnAs.number(sql`SUM(grade)`),
          count: columnAs.number(sql`COUNT(*)`),
          all: columnAs.flag(sql`COUNT(grade) = COUNT(*)`),
          when: columnAs.moment(timestampBind(now)),
          nothing: columnAs.optionalText(raw('NULL')),
        },
        from: sql`FROM students`,
      },
      none: {
        columns: { name: columnAs.text(raw('name')) },
        from: sql`FROM students WHERE grade > 9`,
      },
    });
    const students = valuesTable(
      [
        { name: 'Ana', grade: 1.5 },
        { name: 'Bo', grade: null },
        { name: 'Cy', grade: 1 },
      ],
      [
        { name: 'name', type: 'VARCHAR', value: (row) => row.name },
        { name: 'grade', type: 'DOUBLE', value: (row) => row.grade },
      ],
    );

    it('returns the columns and rows of each SELECT', async () => {
      const rows = await harness.read(
        query({
          name: 'test',
          tables: [],
          row: batch.row,
          sql: sql`WITH students AS (SELECT * FROM ${students} AS v)\n${batch.select}`,
        }),
      );
      const people = rowsFor(rows, 'people').toSorted((a, b) => a.name.localeCompare(b.name));
      expect(people).toEqual([
        { question: 'people', name: 'Ana', grade: 1.5 },
        { question: 'people', name: 'Bo', grade: null },
      ]);
      expect(rowsFor(rows, 'sums')).toEqual([
        { question: 'sums', grades: 2.5, count: 3, all: false, when: now, nothing: null },
      ]);
      expect(rowsFor(rows, 'none')).toEqual([]);
    });
  });

  describe('the user’s local time', () => {
    // New York, where daylight saving time started on March 8, 2026, at 07:00 UTC.
    const clock: LocalClock = {
      first: -300,
      changes: [{ at: new Date('2026-03-08T07:00:00Z'), minutes: -240 }],
    };

    it.each([
      ['2026-03-08T04:59:59Z', '2026-03-07', '2026-03-02', 23],
      ['2026-03-08T05:00:00Z', '2026-03-08', '2026-03-02', 0],
      ['2026-03-08T06:59:59Z', '2026-03-08', '2026-03-02', 1],
      ['2026-03-08T07:00:00Z', '2026-03-08', '2026-03-02', 3],
      ['2026-03-09T03:59:59Z', '2026-03-08', '2026-03-02', 23],
      ['2026-03-09T04:00:00Z', '2026-03-09', '2026-03-09', 0],
      ['1969-12-29T12:00:00Z', '1969-12-29', '1969-12-29', 7],
    ])('puts %s on %s, in the week of %s, at hour %i', async (time, day, week, hour) => {
      const timestamp = timestampBind(new Date(time));
      const batch = batchQuery({
        localTime: {
          columns: {
            day: columnAs.day(localDay(timestamp, clock)),
            week: columnAs.day(localWeek(timestamp, clock)),
            hour: columnAs.number(localHour(timestamp, clock)),
          },
          from: sql`FROM (SELECT 1 AS one) AS v`,
        },
      });
      const [row] = await harness.read(
        query({ name: 'test', tables: [], row: batch.row, sql: batch.select }),
      );
      expect(row).toEqual({ question: 'localTime', day, week, hour });
    });
  });
}
