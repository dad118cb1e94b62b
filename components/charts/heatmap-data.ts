import type { ChartData } from './chart-data';

/** One value of a heatmap, above 0. Missing cells count as 0. */
export interface HeatmapCell {
  readonly row: string;
  readonly column: string;
  readonly value: number;
  readonly href?: string | undefined;
}

/** What the rows, the columns, and the values of a heatmap are. */
export interface HeatmapTitles {
  readonly row: string;
  readonly column: string;
  readonly value: string;
}

/** Lookup and sums of a heatmap. */
export interface HeatmapTotals {
  /** The rows and columns that have values, largest sum first, then in order of appearance. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
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
  const ranked = (sumOf: ReadonlyMap<string, number>) =>
    [...sumOf].sort(([, a], [, b]) => b - a).map(([name]) => name);
  return {
    rows: ranked(rows),
    columns: ranked(columns),
    cellAt: (row, column) => at.get(JSON.stringify([row, column])),
    rowSum: (row) => rows.get(row) ?? 0,
    columnSum: (column) => columns.get(column) ?? 0,
    sum: cells.reduce((total, { value }) => total + value, 0),
    max: cells.reduce((max, { value }) => Math.max(max, value), 0),
  };
}

/** The heatmap as chart data for the table and the download: a row per cell. */
export function heatmapChartData(cells: readonly HeatmapCell[], titles: HeatmapTitles): ChartData {
  return {
    columns: [
      { key: 'row', title: titles.row, kind: 'text' },
      { key: 'column', title: titles.column, kind: 'text' },
      { key: 'value', title: titles.value, kind: 'count' },
    ],
    rows: cells.map(({ row, column, value, href }) => ({
      id: JSON.stringify([row, column]),
      cells: { row, column, value },
      ...(href && { hrefs: { value: href } }),
    })),
  };
}

function sums(cells: readonly HeatmapCell[], key: (cell: HeatmapCell) => string) {
  const found = new Map<string, number>();
  for (const cell of cells) found.set(key(cell), (found.get(key(cell)) ?? 0) + cell.value);
  return found;
}
