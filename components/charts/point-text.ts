import { cellText } from './cell-text';
import type { ChartColumn, ChartData, ChartRow } from './chart-data';
import { extraKey } from './extent';
import type { Mark, Zone } from './mark';
import { columnOf, type Series } from './series';

/** A figure of a point with its zone's name, if it lies in one. */
export function figureText(row: ChartRow, column: ChartColumn, mark: Mark): string {
  const cell = row.cells[column.key];
  const text = cellText(cell, column);
  const zone = mark.kind === 'lines' && typeof cell === 'number' && zoneOf(cell, mark.zones ?? []);
  return zone ? `${text} (${zone.title})` : text;
}

/** All that a point shows, in a sentence. */
export function pointText(
  row: ChartRow,
  data: ChartData,
  mark: Mark,
  series: readonly Series[],
): string {
  const extra = extraKey(mark);
  const columns = [
    ...series.map(({ column }) => column),
    ...(extra ? [columnOf(data, extra)] : []),
  ];
  const figures = columns.map((column) => `${column.title} ${figureText(row, column, mark)}`);
  return `${cellText(row.cells[mark.label], columnOf(data, mark.label))}: ${figures.join(', ')}`;
}

function zoneOf(value: number, zones: readonly Zone[]): Zone | undefined {
  return zones.find(
    ({ from, to }) => (from === null || value >= from) && (to === null || value < to),
  );
}
