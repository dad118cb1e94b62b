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

describe('the room that a chart needs', () => {
  it('holds every bar', () => {
    expect(domainOf(data, { kind: 'columns', ...series })).toEqual([-6, 5]);
  });

  it('holds bars upon each other, the negative ones to the other side', () => {
    expect(domainOf(data, { kind: 'columns', stacked: true, ...series })).toEqual([-6, 8]);
    expect(domainOf(data, { kind: 'diverging', ...series })).toEqual([-6, 8]);
  });

  it('holds limits', () => {
    expect(domainOf(data, { kind: 'bars', limit: 'limit', ...series })).toEqual([-6, 20]);
  });

  it('holds the ends of zones, and zero', () => {
    const zones = [{ from: 7, to: null, title: 'High', tone: 'warn' as const }];
    expect(domainOf(data, { kind: 'lines', label: 'name', values: ['a'], zones })).toEqual([0, 7]);
  });

  it('is nothing where there are no figures', () => {
    expect(domainOf({ ...data, rows: [] }, { kind: 'columns', ...series })).toEqual([0, 0]);
  });
});
