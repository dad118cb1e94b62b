import { describe, expect, it } from 'vitest';
import { toCsv } from './chart-data';
import { heatmapChartData, heatmapTotals } from './heatmap-data';

const cells = [
  { row: 'Bo', column: 'Cy', value: 2 },
  { row: 'Ann', column: 'Bo', value: 3, href: '/ab' },
  { row: 'Ann', column: 'Cy', value: 2 },
];
const totals = heatmapTotals(cells);

describe('a heatmap', () => {
  it('has only rows and columns with values, largest sum first', () => {
    expect([totals.rows, totals.columns]).toEqual([
      ['Ann', 'Bo'],
      ['Cy', 'Bo'],
    ]);
  });

  it('sums its cells by row and by column', () => {
    expect([totals.rowSum('Ann'), totals.rowSum('Bo')]).toEqual([5, 2]);
    expect([totals.columnSum('Bo'), totals.columnSum('Cy')]).toEqual([3, 4]);
    expect([totals.sum, totals.max]).toEqual([7, 3]);
  });

  it('finds a cell by its row and column', () => {
    expect(totals.cellAt('Ann', 'Bo')?.href).toBe('/ab');
    expect(totals.cellAt('Bo', 'Ann')).toBeUndefined();
  });

  it('lists every cell in its download', () => {
    const titles = { row: 'From', column: 'To', value: 'Overrides' };
    expect(toCsv(heatmapChartData(cells, titles)).slice(1)).toBe(
      'From,To,Overrides\r\nBo,Cy,2\r\nAnn,Bo,3\r\nAnn,Cy,2\r\n',
    );
  });
});
