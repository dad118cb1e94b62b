import { describe, expect, it } from 'vitest';
import { createFormat } from '@/components/ui/format';
import type { ChartData } from './chart-data';
import { barTexts, columnFor, describePoint, seriesFor } from './chart-spec';

const data: ChartData = {
  columns: [
    { key: 'day', title: 'Day', kind: 'day' },
    { key: 'a', title: 'Spread', kind: 'number', digits: 2 },
    { key: 'b', title: 'Share', kind: 'share' },
  ],
  rows: [{ id: '1', cells: { day: '2026-03-14', a: 0.2, b: null } }],
};
const format = createFormat('en-US', 'UTC');
const zones = [
  { from: null, to: 0.2, title: 'Good', tone: 'ok' },
  { from: 0.2, to: null, title: 'Fair', tone: 'warn' },
] as const;

describe('the series of a chart', () => {
  it('take the palette colors in order, skipping those assigned to other series', () => {
    const values = ['a', 'b', 'c', 'd'];
    const tones = { b: 1, d: 'danger' } as const;
    expect(
      seriesFor(data, { kind: 'vertical-bar', label: 'day', values, tones }).map(
        ({ tone }) => tone,
      ),
    ).toEqual([2, 1, 3, 'danger']);
  });

  it('are titled by their key if there is no such column', () => {
    expect(columnFor(data, 'c')).toEqual({ key: 'c', title: 'c', kind: 'text' });
  });
});

describe('the description of a point', () => {
  it('gives its values and the zones they are in', () => {
    const spec = { kind: 'line', label: 'day', values: ['a', 'b'], zones } as const;
    const [row] = data.rows;
    expect(row && describePoint(row, data, spec, seriesFor(data, spec), format)).toBe(
      'Mar 14, 2026: Spread 0.20 (Fair), Share –',
    );
  });

  it('says that there are few cases', () => {
    const cases = { column: 'n', min: 20 };
    const spec = { kind: 'line', label: 'day', values: ['a'], cases } as const;
    const [row] = data.rows;
    const textWith = (n: number) =>
      row &&
      describePoint(
        { ...row, cells: { ...row.cells, n } },
        data,
        spec,
        seriesFor(data, spec),
        format,
      );
    expect(textWith(19)).toBe('Mar 14, 2026: Spread 0.20 (fewer than 20 cases)');
    expect(textWith(20)).toBe('Mar 14, 2026: Spread 0.20');
  });

  it('includes its total', () => {
    const spec = { kind: 'diverging-bar', label: 'day', values: ['a'], total: 'b' } as const;
    const [row] = data.rows;
    expect(row && describePoint(row, data, spec, seriesFor(data, spec), format)).toBe(
      'Mar 14, 2026: Spread 0.20, Share –',
    );
  });
});

describe('the text beside a bar', () => {
  const counts: ChartData = {
    columns: [
      { key: 'name', title: 'Name', kind: 'text' },
      { key: 'a', title: 'A', kind: 'count' },
      { key: 'b', title: 'B', kind: 'count' },
    ],
    rows: [{ id: '1', cells: { name: 'x', a: 1_200, b: 3, n: 8 } }],
  };
  const base = { kind: 'horizontal-bar', label: 'name' } as const;

  it.each([
    [{ ...base, values: ['a'] }, '1,200', ''],
    [{ ...base, values: ['b'], cases: { column: 'n', min: 20 } }, '3', '8 cases'],
    [{ ...base, values: ['a', 'b'] }, '1,200 / 3', ''],
    [{ ...base, values: ['a', 'b'], stacked: true }, '1,203', '1,200 + 3'],
  ])('of %j is “%s” and “%s”', (spec, text, detail) => {
    const [row] = counts.rows;
    expect(row && barTexts(row, spec, seriesFor(counts, spec), format)).toEqual({ text, detail });
  });
});
