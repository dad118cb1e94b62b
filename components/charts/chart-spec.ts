import {
  type ChartColumn,
  type ChartData,
  type ChartRow,
  formatCell,
  numberAt,
} from './chart-data';
import type { Domain } from './nice-ticks';

/** How a series is coloured: by what it says, or by its place in the palette of globals.css. */
export type SeriesTone = 'ok' | 'warn' | 'danger' | 'neutral' | 1 | 2 | 3 | 4 | 5 | 6;

interface BaseSpec {
  /** The key of the column that names the rows along the axis. */
  readonly label: string;
  /** The keys of the columns that are drawn, in their order; all of one kind. */
  readonly values: readonly string[];
  /** Tones by key; what is not named takes the palette's colours in turn. */
  readonly tones?: Readonly<Record<string, SeriesTone>> | undefined;
}

/** A bar per row and value, lying unless `horizontal` is false: lying bars leave room for names. */
export interface HorizontalBarSpec extends BaseSpec {
  readonly kind: 'bars';
  readonly stacked?: boolean | undefined;
  readonly horizontal?: boolean | undefined;
  /** The key of a column with each row's limit, drawn as a line across its bar. */
  readonly limit?: string | undefined;
}

/** Lying bars to both sides of a zero line, stacked: what is more and what is less, by its parts. */
export interface DivergingBarSpec extends BaseSpec {
  readonly kind: 'diverging';
  /** The key of a column with the sum of a row, drawn as a diamond. */
  readonly total?: string | undefined;
}

/** A band of values with a name, such as good, fair and poor; null is open to that side. */
export interface ValueZone {
  readonly from: number | null;
  readonly to: number | null;
  readonly title: string;
  readonly tone: 'ok' | 'warn' | 'danger' | 'neutral';
}

/** A line per value over days, weeks or versions; it breaks where there is no figure. */
export interface LineSpec extends BaseSpec {
  readonly kind: 'lines';
  readonly zones?: readonly ValueZone[] | undefined;
}

/** Standing bars over days, weeks or hours. */
export interface VerticalBarSpec extends BaseSpec {
  readonly kind: 'columns';
  readonly stacked?: boolean | undefined;
}

/** How a chart draws its data. */
export type ChartSpec = HorizontalBarSpec | DivergingBarSpec | LineSpec | VerticalBarSpec;

/** Whether the rows lie below each other with their names at the left. */
export function isHorizontal(mark: ChartSpec): mark is HorizontalBarSpec | DivergingBarSpec {
  return mark.kind === 'diverging' || (mark.kind === 'bars' && mark.horizontal !== false);
}

/** Whether the values of a row share one bar. */
export function isStacked(mark: ChartSpec): boolean {
  return mark.kind === 'diverging' || (mark.kind !== 'lines' && mark.stacked === true);
}

/** One drawn column: its title, its tone and the colour of that tone. */
export interface Series {
  readonly key: string;
  readonly column: ChartColumn;
  readonly tone: SeriesTone;
  readonly color: string;
  /** The same function as long as the series is, which spares Recharts work. */
  readonly read: (row: ChartRow) => number | null;
}

/** The series of a chart in their order; a tone is used twice only when all six are. */
export function seriesFor(data: ChartData, mark: ChartSpec): readonly Series[] {
  const named = new Set(Object.values(mark.tones ?? {}));
  const free = ([1, 2, 3, 4, 5, 6] as const).filter((tone) => !named.has(tone));
  let next = 0;
  return mark.values.map((key) => {
    const tone = mark.tones?.[key] ?? free[next++ % free.length] ?? 1;
    const read = (row: ChartRow) => numberAt(row, key);
    return { key, column: columnFor(data, key), tone, color: toneColor(tone), read };
  });
}

/** The column of a key; what is not there is shown by its key, as text. */
export function columnFor(data: ChartData, key: string): ChartColumn {
  return data.columns.find((column) => column.key === key) ?? { key, title: key, kind: 'text' };
}

/** The colour of a tone as CSS. */
export function toneColor(tone: SeriesTone): string {
  return `var(--chart-${tone})`;
}

/** What every drawing is given. */
export interface PlotProps<M extends ChartSpec> {
  readonly data: ChartData;
  readonly mark: M;
  readonly series: readonly Series[];
  /** The id of the figure's textures; empty where they have no room. */
  readonly patterns: string;
  /** What the drawing is called when it is read out. */
  readonly question: string;
}

/**
 * The values that a chart has to have room for, zero always among them: bars that do not begin at
 * zero mislead, and lines are compared with bars.
 */
export function domainOf({ rows }: ChartData, mark: ChartSpec): Domain {
  const values = [0];
  for (const row of rows) {
    const own = mark.values.map((key) => numberAt(row, key) ?? 0);
    if (isStacked(mark)) {
      values.push(sum(own.filter((value) => value > 0)), sum(own.filter((value) => value < 0)));
    } else {
      values.push(...own);
    }
    const extra = markerKey(mark);
    if (extra) values.push(numberAt(row, extra) ?? 0);
  }
  let [low, high] = [0, 0];
  for (const value of [...values, ...zoneEdges(mark)]) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** The key of what is marked beside the values: a limit or a total. */
export function markerKey(mark: ChartSpec): string | undefined {
  if (mark.kind === 'bars') return mark.limit;
  return mark.kind === 'diverging' ? mark.total : undefined;
}

function zoneEdges(mark: ChartSpec): readonly number[] {
  if (mark.kind !== 'lines' || !mark.zones) return [];
  return mark.zones.flatMap(({ from, to }) => [from, to]).filter((edge) => edge !== null);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Lying charts of more rows show this many at first. */
export const INITIAL_ROWS = 15;
/** What the axis above lying bars takes, and the button below them, in pixels. */
export const axisHeight = 24;
export const expandButtonHeight = 40;

const verticalPlotHeight = 260;
/** The thickness of a lying bar in pixels. */
export const barHeight = 12;
const rowGap = 14;

/** The height of a row of lying bars in pixels. */
export function barRowHeight(mark: ChartSpec): number {
  return (isStacked(mark) ? 1 : Math.max(1, mark.values.length)) * barHeight + rowGap;
}

/** The height of a chart before anything is unfolded, known without drawing it. */
export function plotHeight(rows: number, mark: ChartSpec): number {
  if (!isHorizontal(mark)) return verticalPlotHeight;
  const more = rows > INITIAL_ROWS ? expandButtonHeight : 0;
  return axisHeight + Math.min(rows, INITIAL_ROWS) * barRowHeight(mark) + more;
}

/** A figure of a point with its zone's name, if it lies in one. */
export function formatPointValue(row: ChartRow, column: ChartColumn, mark: ChartSpec): string {
  const cell = row.cells[column.key];
  const text = formatCell(cell, column);
  const zone = mark.kind === 'lines' && typeof cell === 'number' && zoneAt(cell, mark.zones ?? []);
  return zone ? `${text} (${zone.title})` : text;
}

/** All that a point shows, in a sentence. */
export function describePoint(
  row: ChartRow,
  data: ChartData,
  mark: ChartSpec,
  series: readonly Series[],
): string {
  const extra = markerKey(mark);
  const columns = [
    ...series.map(({ column }) => column),
    ...(extra ? [columnFor(data, extra)] : []),
  ];
  const figures = columns.map((column) => `${column.title} ${formatPointValue(row, column, mark)}`);
  return `${formatCell(row.cells[mark.label], columnFor(data, mark.label))}: ${figures.join(', ')}`;
}

function zoneAt(value: number, zones: readonly ValueZone[]): ValueZone | undefined {
  return zones.find(
    ({ from, to }) => (from === null || value >= from) && (to === null || value < to),
  );
}
