import { describe, expect, it } from 'vitest';
import type { ChartData } from './chart-data';
import { domainOf } from './chart-spec';

const data: ChartData = {
  columns: [
    { key: 'name', title: 'Name', kind: 'text' },
    { key: 'a', title: 'A', kind: 'count' },
    { key: 'b', title: 'B', kind: 'count' },
    { key: 'limit', title: 'Limit', kind: 'count' },
  ],
  rows: [
    { id: '1', cells: { name: 'x', a: 5, b: 3, limit: 20 } },
    { id: '2', cells: { name: 'y', a: 4, b: -6, limit: null } },
    { id: '3', cells: { name: 'z', a: null, b: 1 } },
  ],
};
const series = { label: 'name', values: ['a', 'b'] };

describe('the domain of a chart', () => {
  it('includes every bar', () => {
    expect(domainOf(data, { kind: 'vertical-bar', ...series })).toEqual([-6, 5]);
  });

  it('includes the sums of stacked bars, negative ones separately', () => {
    expect(domainOf(data, { kind: 'vertical-bar', stacked: true, ...series })).toEqual([-6, 8]);
    expect(domainOf(data, { kind: 'diverging-bar', ...series })).toEqual([-6, 8]);
  });

  it('includes limits', () => {
    expect(domainOf(data, { kind: 'horizontal-bar', limit: 'limit', ...series })).toEqual([-6, 20]);
  });

  it('includes references and the previous period', () => {
    const references = [
      { title: 'Target', value: 9 },
      { title: 'Unknown', value: null },
    ];
    expect(domainOf(data, { kind: 'vertical-bar', references, ...series })).toEqual([-6, 9]);
    const previous = 'limit';
    expect(domainOf(data, { kind: 'horizontal-bar', previous, ...series })).toEqual([-6, 20]);
  });

  it('includes zero and the edges of zones', () => {
    const zones = [{ from: 7, to: null, title: 'High', tone: 'warn' as const }];
    expect(domainOf(data, { kind: 'line', label: 'name', values: ['a'], zones })).toEqual([0, 7]);
  });

  it('is empty without values', () => {
    expect(domainOf({ ...data, rows: [] }, { kind: 'vertical-bar', ...series })).toEqual([0, 0]);
  });
});
