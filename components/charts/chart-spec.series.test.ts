import { describe, expect, it } from 'vitest';
import type { ChartData } from './chart-data';
import { columnFor, describePoint, seriesFor } from './chart-spec';

const data: ChartData = {
  columns: [
    { key: 'day', title: 'Day', kind: 'day' },
    { key: 'a', title: 'Spread', kind: 'number', digits: 2 },
    { key: 'b', title: 'Share', kind: 'share' },
  ],
  rows: [{ id: '1', cells: { day: '2026-03-14', a: 0.2, b: null } }],
};
const zones = [
  { from: null, to: 0.2, title: 'Good', tone: 'ok' },
  { from: 0.2, to: null, title: 'Fair', tone: 'warn' },
] as const;

describe('the series of a chart', () => {
  it('take the colours in turn, leaving out those that others were given', () => {
    const values = ['a', 'b', 'c', 'd'];
    const tones = { b: 1, d: 'danger' } as const;
    expect(
      seriesFor(data, { kind: 'columns', label: 'day', values, tones }).map(({ tone }) => tone),
    ).toEqual([2, 1, 3, 'danger']);
  });

  it('are called by their key where there is no such column', () => {
    expect(columnFor(data, 'c')).toEqual({ key: 'c', title: 'c', kind: 'text' });
  });
});

describe('a point', () => {
  it('is read out with its figures and the zones that they lie in', () => {
    const mark = { kind: 'lines', label: 'day', values: ['a', 'b'], zones } as const;
    const [row] = data.rows;
    expect(row && describePoint(row, data, mark, seriesFor(data, mark))).toBe(
      '14 Mar 2026: Spread 0.2 (Fair), Share –',
    );
  });

  it('names its limit or its sum', () => {
    const mark = { kind: 'diverging', label: 'day', values: ['a'], total: 'b' } as const;
    const [row] = data.rows;
    expect(row && describePoint(row, data, mark, seriesFor(data, mark))).toBe(
      '14 Mar 2026: Spread 0.2, Share –',
    );
  });
});
