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
import { scopeChoices } from '@/lib/warehouse/sql/shared/scope';
import { query, valuesTable } from '@/lib/warehouse/sql/shared/statement';
import { seedCompany } from '@/test/support/company';
import type { ContractHarness } from './harness';
import { now } from './rows';

/** Batch queries and what analytics pages share. */
export function describeBatchQuery(harness: ContractHarness): void {
  describe('a batch query', () => {
    const questions = batchQuery({
      people: {
        columns: { name: columnAs.text(raw('name')), mark: columnAs.optionalNumber(raw('mark')) },
        from: sql`FROM pupils WHERE mark IS NULL OR mark > ${1}`,
      },
      sums: {
        columns: {
          marks: columnAs.number(sql`SUM(mark)`),
          count: columnAs.number(sql`COUNT(*)`),
          all: columnAs.flag(sql`COUNT(mark) = COUNT(*)`),
          when: columnAs.moment(timestampBind(now)),
          nobody: columnAs.optionalText(raw('NULL')),
        },
        from: sql`FROM pupils`,
      },
      none: {
        columns: { name: columnAs.text(raw('name')) },
        from: sql`FROM pupils WHERE mark > 9`,
      },
    });
    const pupils = valuesTable(
      [
        { name: 'Ana', mark: 1.5 },
        { name: 'Bo', mark: null },
        { name: 'Cy', mark: 1 },
      ],
      [
        { name: 'name', type: 'VARCHAR', value: (row) => row.name },
        { name: 'mark', type: 'DOUBLE', value: (row) => row.mark },
      ],
    );

    it('gives each SELECT its own columns and rows', async () => {
      const rows = await harness.read(
        query({
          name: 'test',
          tables: [],
          row: questions.row,
          sql: sql`WITH pupils AS (SELECT * FROM ${pupils} AS v)\n${questions.select}`,
        }),
      );
      const people = rowsFor(rows, 'people').toSorted((a, b) => a.name.localeCompare(b.name));
      expect(people).toEqual([
        { question: 'people', name: 'Ana', mark: 1.5 },
        { question: 'people', name: 'Bo', mark: null },
      ]);
      expect(rowsFor(rows, 'sums')).toEqual([
        { question: 'sums', marks: 2.5, count: 3, all: false, when: now, nobody: null },
      ]);
      expect(rowsFor(rows, 'none')).toEqual([]);
    });
  });

  describe('the viewer’s local time', () => {
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
    ])('puts %s on %s, in the week of %s, at hour %i', async (moment, day, week, hour) => {
      const when = timestampBind(new Date(moment));
      const shown = batchQuery({
        shown: {
          columns: {
            day: columnAs.day(localDay(when, clock)),
            week: columnAs.day(localWeek(when, clock)),
            hour: columnAs.number(localHour(when, clock)),
          },
          from: sql`FROM (SELECT 1 AS one) AS v`,
        },
      });
      const [row] = await harness.read(
        query({ name: 'test', tables: [], row: shown.row, sql: shown.select }),
      );
      expect(row).toEqual({ question: 'shown', day, week, hour });
    });
  });

  describe('the filter values of the analytics pages', () => {
    it('are empty in an empty warehouse', async () => {
      expect(await harness.read(scopeChoices())).toEqual([]);
    });

    it('contain every manager, segment, and level once', async () => {
      await seedCompany(harness.context.warehouse, {
        csms: [
          { name: 'Ana', manager: 'Zoe' },
          { name: 'Bo', manager: 'Zoe' },
          { name: 'Cy', manager: ' ' },
        ],
        accounts: [
          { id: 'A', segment: 'Residential', level: 'Corporate' },
          { id: 'B', segment: 'Residential', level: null },
        ],
      });
      expect(await harness.read(scopeChoices())).toEqual([
        { kind: 'level', value: 'Corporate' },
        { kind: 'manager', value: 'Zoe' },
        { kind: 'segment', value: 'Residential' },
      ]);
    });
  });
}
