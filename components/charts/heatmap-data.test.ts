import { describe, expect, it } from 'vitest';
import { toCsv } from './chart-data';
import { heatmapChartData, heatmapTotals } from './heatmap-data';

const matrix = heatmapTotals([
  { row: 'Ann', column: 'Bo', value: 3, href: '/ab' },
  { row: 'Ann', column: 'Cy', value: 1 },
  { row: 'Bo', column: 'Cy', value: 2 },
]);

describe('a matrix', () => {
  it('is added up both ways', () => {
    expect([matrix.rowSum('Ann'), matrix.rowSum('Bo'), matrix.rowSum('Cy')]).toEqual([4, 2, 0]);
    expect([matrix.columnSum('Bo'), matrix.columnSum('Cy')]).toEqual([3, 3]);
    expect([matrix.sum, matrix.max]).toEqual([6, 3]);
  });

  it('finds a cell by its row and column', () => {
    expect(matrix.cellAt('Ann', 'Bo')?.href).toBe('/ab');
    expect(matrix.cellAt('Bo', 'Ann')).toBeUndefined();
  });

  it('is downloaded with its sums', () => {
    expect(toCsv(heatmapChartData(matrix, 'From', ['Ann', 'Bo'], ['Bo', 'Cy'])).slice(1)).toBe(
      'From,Bo,Cy,Total\r\nAnn,3,1,4\r\nBo,0,2,2\r\nTotal,3,3,6\r\n',
    );
  });
});
