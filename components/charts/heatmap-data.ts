import type { ChartColumn, ChartData } from './chart-data';

/** One value of a heatmap. Missing cells count as 0. */
export interface HeatmapCell {
  readonly row: string;
  readonly column: string;
  readonly value: number;
  readonly href?: string | undefined;
}

/** Lookup and sums of a heatmap. */
export interface HeatmapTotals {
  readonly cellAt: (row: string, column: string) => HeatmapCell | undefined;
  readonly rowSum: (row: string) => number;
  readonly columnSum: (column: string) => number;
  readonly sum: number;
  /** The largest single value, drawn in the strongest color. */
  readonly max: number;
}

/** Sums the cells by row and by column. */
export function heatmapTotals(cells: readonly HeatmapCell[]): HeatmapTotals {
  const at = new Map(cells.map((cell) => [JSON.stringify([cell.row, cell.column]), cell]));
  const rows = sums(cells, ({ row }) => row);
  const columns = sums(cells, ({ column }) => column);
  return {
    cellAt: (row, column) => at.get(JSON.stringify([row, column])),
    rowSum: (row) => rows.get(row) ?? 0,
    columnSum: (column) => columns.get(column) ?? 0,
    sum: cells.reduce((total, { value }) => total + value, 0),
    max: cells.reduce((max, { value }) => Math.max(max, value), 0),
  };
}

/** The heatmap as chart data for the download: a row per row, then a row of totals. */
export function heatmapChartData(
  totals: HeatmapTotals,
  rowTitle: string,
  rows: readonly string[],
  columns: readonly string[],
): ChartData {
  const count = (key: string, title: string): ChartColumn => ({ key, title, kind: 'count' });
  const line = (id: string, name: string, value: (column: string) => number, sum: number) => ({
    id,
    cells: {
      name,
      ...Object.fromEntries(columns.map((column, i) => [`c${i}`, value(column)])),
      sum,
    },
  });
  return {
    columns: [
      { key: 'name', title: rowTitle, kind: 'text' },
      ...columns.map((column, i) => count(`c${i}`, column)),
      count('sum', 'Total'),
    ],
    rows: [
      ...rows.map((row, i) =>
        line(`r${i}`, row, (column) => totals.cellAt(row, column)?.value ?? 0, totals.rowSum(row)),
      ),
      line('sum', 'Total', totals.columnSum, totals.sum),
    ],
  };
}

function sums(cells: readonly HeatmapCell[], key: (cell: HeatmapCell) => string) {
  const found = new Map<string, number>();
  for (const cell of cells) found.set(key(cell), (found.get(key(cell)) ?? 0) + cell.value);
  return found;
}
