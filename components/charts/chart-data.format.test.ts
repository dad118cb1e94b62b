import { describe, expect, it } from 'vitest';
import { createFormat } from '@/components/ui/format';
import {
  type ChartCell,
  type ChartColumn,
  type ColumnKind,
  formatAxisLabel,
  formatCell,
  numberAt,
} from './chart-data';

const format = createFormat('en-US', 'UTC');
const german = createFormat('de-DE', 'UTC');

const column = (kind: ColumnKind, digits?: number): ChartColumn => ({
  key: 'x',
  title: 'X',
  kind,
  ...(digits === undefined ? {} : { digits }),
});

describe('a chart cell', () => {
  it.each<[ChartCell | undefined, ChartColumn, string]>([
    ['Ann', column('text'), 'Ann'],
    ['', column('text'), '–'],
    [1234, column('count'), '1,234'],
    [0.16, column('number'), '0.2'],
    [0.1649, column('number', 3), '0.165'],
    [0.734, column('share'), '73%'],
    [0.734, column('share', 1), '73.4%'],
    [1234567.8, column('money'), '$1,234,568'],
    [7_800_000, column('duration'), '2 h 10 min'],
    [-60_000, column('duration'), '-1 min'],
    ['2026-03-14', column('day'), 'Mar 14, 2026'],
    ['Before', column('day'), 'Before'],
    ['2026-13-99', column('day'), '2026-13-99'],
    [null, column('money'), '–'],
    [undefined, column('text'), '–'],
    [Number.NaN, column('number'), '–'],
    ['none', column('count'), 'none'],
  ])('%j in column %o reads "%s"', (cell, its, text) => {
    expect(formatCell(cell, its, format)).toBe(text);
  });

  it.each<[ChartCell, ChartColumn, string]>([
    [1_200_000, column('money'), '$1.2M'],
    [25_000, column('count'), '25K'],
    [-0.5, column('number'), '-0.5'],
    [0.125, column('share'), '12.5%'],
    [0.07, column('share'), '7%'],
    [0, column('duration'), '0'],
    [172_800_000, column('duration'), '2 d'],
    [21_600_000, column('duration'), '6 h'],
    ['2026-03-14', column('day'), 'Mar 14'],
    ['Ann', column('text'), 'Ann'],
  ])('%j in column %o is shortened to "%s" beside an axis', (cell, its, text) => {
    expect(formatAxisLabel(cell, its, format)).toBe(text);
  });

  it('is drawn only if it is a finite number', () => {
    const row = { id: '1', cells: { a: 0, b: null, c: 'x', d: Number.NaN } };
    expect(['a', 'b', 'c', 'd', 'e'].map((key) => numberAt(row, key))).toEqual([
      0,
      null,
      null,
      null,
      null,
    ]);
  });

  it('uses one unit of time along an axis', () => {
    const hours = [0, 12, 24, 36].map((hour) => hour * 3_600_000);
    const label = (tick: number) => formatAxisLabel(tick, column('duration'), format, hours);
    expect(hours.map(label)).toEqual(['0', '12 h', '24 h', '36 h']);
  });

  it('follows the locale', () => {
    expect(formatCell(1234.5, column('number'), german)).toBe('1.234,5');
    expect(formatCell('2026-03-14', column('day'), german)).toBe('14. März 2026');
    expect(formatAxisLabel(172_800_000_000, column('duration'), german)).toBe('2.000 d');
  });
});
