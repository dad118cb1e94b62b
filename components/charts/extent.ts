import { figureOf } from './cell-text';
import type { ChartData } from './chart-data';
import { isStacked, type Mark } from './mark';
import type { Extent } from './ticks';

/**
 * The values that a chart has to have room for, zero always among them: bars that do not begin at
 * zero mislead, and lines are compared with bars.
 */
export function extentOf({ rows }: ChartData, mark: Mark): Extent {
  const values = [0];
  for (const row of rows) {
    const own = mark.values.map((key) => figureOf(row, key) ?? 0);
    if (isStacked(mark)) {
      values.push(sum(own.filter((value) => value > 0)), sum(own.filter((value) => value < 0)));
    } else {
      values.push(...own);
    }
    const extra = extraKey(mark);
    if (extra) values.push(figureOf(row, extra) ?? 0);
  }
  let [low, high] = [0, 0];
  for (const value of [...values, ...zoneEdges(mark)]) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** The key of what is marked beside the values: a limit or a total. */
export function extraKey(mark: Mark): string | undefined {
  if (mark.kind === 'bars') return mark.limit;
  return mark.kind === 'diverging' ? mark.total : undefined;
}

function zoneEdges(mark: Mark): readonly number[] {
  if (mark.kind !== 'lines' || !mark.zones) return [];
  return mark.zones.flatMap(({ from, to }) => [from, to]).filter((edge) => edge !== null);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
