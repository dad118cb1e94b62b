import { describe, expect, it } from 'vitest';
import { toCsv } from './chart-data';
import { heatmapChartData, heatmapTotals } from './heatmap-data';

const totals = heatmapTotals([
  { row: 'Ann', column: 'Bo', value: 3, href: '/ab' },
  { row: 'Ann', column: 'Cy', value: 1 },
  { row: 'Bo', column: 'Cy', value: 2 },
]);

describe('a heatmap', () => {
  it('sums its cells by row and by column', () => {
    expect([totals.rowSum('Ann'), totals.rowSum('Bo'), totals.rowSum('Cy')]).toEqual([4, 2, 0]);
    expect([totals.columnSum('Bo'), totals.columnSum('Cy')]).toEqual([3, 3]);
    expect([totals.sum, totals.max]).toEqual([6, 3]);
  });

  it('finds a cell by its row and column', () => {
    expect(totals.cellAt('Ann', 'Bo')?.href).toBe('/ab');
    expect(totals.cellAt('Bo', 'Ann')).toBeUndefined();
  });

  it('includes totals in its download', () => {
    expect(toCsv(heatmapChartData(totals, 'From', ['Ann', 'Bo'], ['Bo', 'Cy'])).slice(1)).toBe(
      'From,Bo,Cy,Total\r\nAnn,3,1,4\r\nBo,0,2,2\r\nTotal,3,3,6\r\n',
    );
  });
});
