import sql, { raw } from 'sql-template-tag';
import { describe, expect, it } from 'vitest';
import { seedCompany } from '@/lib/testing/small-company';
import { answersOf, answersTo, as } from '../sql/answers';
import { at } from '../sql/fields';
import { type LocalClock, localDay, localHour, localWeek } from '../sql/local-time';
import { scopeChoices } from '../sql/scope';
import { query } from '../sql/statement';
import { valuesTable } from '../sql/values';
import type { Bench } from './bench.testing';
import { now } from './rows.testing';

/** What the pages of figures have in common. */
export function describeAnswers(bench: Bench): void {
  describe('several questions in one statement', () => {
    const questions = answersTo({
      people: {
        columns: { name: as.text(raw('name')), mark: as.optionalNumber(raw('mark')) },
        from: sql`FROM pupils WHERE mark IS NULL OR mark > ${1}`,
      },
      sums: {
        columns: {
          marks: as.number(sql`SUM(mark)`),
          count: as.number(sql`COUNT(*)`),
          all: as.flag(sql`COUNT(mark) = COUNT(*)`),
          when: as.moment(at(now)),
          nobody: as.optionalText(raw('NULL')),
        },
        from: sql`FROM pupils`,
      },
      none: { columns: { name: as.text(raw('name')) }, from: sql`FROM pupils WHERE mark > 9` },
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

    it('each has its own columns, and rows only where it has an answer', async () => {
      const rows = await bench.read(
        query(
          'test',
          sql`WITH pupils AS (SELECT * FROM ${pupils} AS v)\n${questions.select}`,
          questions.row,
        ),
      );
      const people = answersOf(rows, 'people').toSorted((a, b) => a.name.localeCompare(b.name));
      expect(people).toEqual([
        { question: 'people', name: 'Ana', mark: 1.5 },
        { question: 'people', name: 'Bo', mark: null },
      ]);
      expect(answersOf(rows, 'sums')).toEqual([
        { question: 'sums', marks: 2.5, count: 3, all: false, when: now, nobody: null },
      ]);
      expect(answersOf(rows, 'none')).toEqual([]);
    });
  });

  describe('the reader’s clock', () => {
    // New York, whose clocks went forward on 8 March 2026 at 7:00 UTC.
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
    ])('%s is on %s in the week of %s, at %i o’clock', async (moment, day, week, hour) => {
      const when = at(new Date(moment));
      const shown = answersTo({
        shown: {
          columns: {
            day: as.day(localDay(when, clock)),
            week: as.day(localWeek(when, clock)),
            hour: as.number(localHour(when, clock)),
          },
          from: sql`FROM (SELECT 1 AS one) AS v`,
        },
      });
      const [row] = await bench.read(query('test', shown.select, shown.row));
      expect(row).toEqual({ question: 'shown', day, week, hour });
    });
  });

  describe('what figures can be narrowed to', () => {
    it('is nothing in an empty warehouse', async () => {
      expect(await bench.read(scopeChoices())).toEqual([]);
    });

    it('is every manager, segment and level once', async () => {
      await seedCompany(bench.desk.warehouse, {
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
      expect(await bench.read(scopeChoices())).toEqual([
        { kind: 'level', value: 'Corporate' },
        { kind: 'manager', value: 'Zoe' },
        { kind: 'segment', value: 'Residential' },
      ]);
    });
  });
}
