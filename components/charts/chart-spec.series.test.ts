import { describe, expect, it } from 'vitest';
import { createFormat } from '@/components/ui/format';
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

  it('includes its total', () => {
    const spec = { kind: 'diverging-bar', label: 'day', values: ['a'], total: 'b' } as const;
    const [row] = data.rows;
    expect(row && describePoint(row, data, spec, seriesFor(data, spec), format)).toBe(
      'Mar 14, 2026: Spread 0.20, Share –',
    );
  });
});
