import type { Format } from '@/components/ui/format';
import {
  type ChartColumn,
  type ChartData,
  type ChartRow,
  formatCell,
  numberAt,
} from './chart-data';
import type { Domain } from './nice-ticks';

/** A meaning, or a position in the palette of globals.css. */
export type SeriesTone = 'ok' | 'warn' | 'danger' | 'neutral' | 1 | 2 | 3 | 4 | 5 | 6;

interface BaseSpec {
  /** Key of the column that names the rows along the axis. */
  readonly label: string;
  /** Keys of the columns to draw, in order; all of one kind. */
  readonly values: readonly string[];
  /** Tones by column key; the other columns take the remaining palette colors in order. */
  readonly tones?: Readonly<Record<string, SeriesTone>> | undefined;
  /** Fixed values to compare with, drawn as dashed lines. */
  readonly references?: readonly ReferenceValue[] | undefined;
  /** Rows of fewer cases are drawn pale and say so. */
  readonly cases?: { readonly column: string; readonly min: number } | undefined;
}

/** A value that the whole chart is compared with, such as a mean or a target. */
export interface ReferenceValue {
  readonly title: string;
  /** Null if it is unknown, so that nothing is drawn. */
  readonly value: number | null;
}

/** Bars below each other, which leave room for long names. */
export interface HorizontalBarSpec extends BaseSpec {
  readonly kind: 'horizontal-bar';
  readonly stacked?: boolean | undefined;
  /** Key of a column with each row's limit, drawn as a line across its bar. */
  readonly limit?: string | undefined;
  /** Key of a column with each row's value in the previous period, drawn as a diamond. */
  readonly previous?: string | undefined;
}

/** Stacked horizontal bars on both sides of a zero line. */
export interface DivergingBarSpec extends BaseSpec {
  readonly kind: 'diverging-bar';
  /** Key of a column with a row's sum, drawn as a diamond. */
  readonly total?: string | undefined;
}

/** A named range of values, such as good, fair, or poor; null means unbounded on that side. */
export interface ValueZone {
  readonly from: number | null;
  readonly to: number | null;
  readonly title: string;
  readonly tone: 'ok' | 'warn' | 'danger' | 'neutral';
}

/** A line per column over days, weeks, or versions, with gaps where values are missing. */
export interface LineSpec extends BaseSpec {
  readonly kind: 'line';
  readonly zones?: readonly ValueZone[] | undefined;
}

/** Bars side by side over days, weeks, or hours. */
export interface VerticalBarSpec extends BaseSpec {
  readonly kind: 'vertical-bar';
  readonly stacked?: boolean | undefined;
}

/** How a chart draws its data. */
export type ChartSpec = HorizontalBarSpec | DivergingBarSpec | LineSpec | VerticalBarSpec;

/** Whether the bars are horizontal, with the row names on the left. */
export function isHorizontal(spec: ChartSpec): spec is HorizontalBarSpec | DivergingBarSpec {
  return spec.kind === 'horizontal-bar' || spec.kind === 'diverging-bar';
}

/** Whether the values of a row share one bar. */
export function isStacked(spec: ChartSpec): boolean {
  return spec.kind === 'diverging-bar' || (spec.kind !== 'line' && spec.stacked === true);
}

/** One drawn column with its tone and color. */
export interface Series {
  readonly key: string;
  readonly column: ChartColumn;
  readonly tone: SeriesTone;
  readonly color: string;
  /** Referentially stable, so that Recharts does not redraw. */
  readonly read: (row: ChartRow) => number | null;
}

/** The series of a chart, in order. Palette colors repeat only after all six are used. */
export function seriesFor(data: ChartData, spec: ChartSpec): readonly Series[] {
  const assigned = new Set(Object.values(spec.tones ?? {}));
  const free = ([1, 2, 3, 4, 5, 6] as const).filter((tone) => !assigned.has(tone));
  let next = 0;
  return spec.values.map((key) => {
    const tone = spec.tones?.[key] ?? free[next++ % free.length] ?? 1;
    const read = (row: ChartRow) => numberAt(row, key);
    return { key, column: columnFor(data, key), tone, color: toneColor(tone), read };
  });
}

/** The column with a key; an unknown key becomes a text column titled by its key. */
export function columnFor(data: ChartData, key: string): ChartColumn {
  return data.columns.find((column) => column.key === key) ?? { key, title: key, kind: 'text' };
}

/** The CSS color of a tone. */
export function toneColor(tone: SeriesTone): string {
  return `var(--chart-${tone})`;
}

/** The props of every plot. */
export interface PlotProps<M extends ChartSpec> {
  readonly data: ChartData;
  readonly spec: M;
  readonly series: readonly Series[];
  /** Id prefix of the chart's SVG patterns; empty if the bars are too thin for patterns. */
  readonly patterns: string;
  /** The accessible name of the plot. */
  readonly question: string;
}

/** The range of values to draw. It always includes zero, because truncated bars mislead. */
export function domainOf({ rows }: ChartData, spec: ChartSpec): Domain {
  const values = [0];
  for (const row of rows) {
    const own = spec.values.map((key) => numberAt(row, key) ?? 0);
    if (isStacked(spec)) {
      values.push(sum(own.filter((value) => value > 0)), sum(own.filter((value) => value < 0)));
    } else {
      values.push(...own);
    }
    const marker = markerKey(spec);
    if (marker) values.push(numberAt(row, marker) ?? 0);
  }
  let [low, high] = [0, 0];
  const references = (spec.references ?? []).map(({ value }) => value ?? 0);
  for (const value of [...values, ...references, ...zoneEdges(spec)]) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** Key of the column drawn as a marker: a limit, the previous period's value, or a total. */
export function markerKey(spec: ChartSpec): string | undefined {
  if (spec.kind === 'horizontal-bar') return spec.limit ?? spec.previous;
  return spec.kind === 'diverging-bar' ? spec.total : undefined;
}

/** The shape of the marker: a line across the bar for a limit, a diamond for another value. */
export function markerShape(spec: ChartSpec): 'limit' | 'diamond' {
  return spec.kind === 'horizontal-bar' && spec.limit ? 'limit' : 'diamond';
}

/** Whether a row has too few cases for its value to say much. */
export function hasFewCases(row: ChartRow, { cases }: ChartSpec): boolean {
  if (!cases) return false;
  const count = numberAt(row, cases.column);
  return count !== null && count < cases.min;
}

function zoneEdges(spec: ChartSpec): readonly number[] {
  if (spec.kind !== 'line' || !spec.zones) return [];
  return spec.zones.flatMap(({ from, to }) => [from, to]).filter((edge) => edge !== null);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Horizontal bar charts with more rows scroll on screen; all of them are printed. */
export const MAX_ROWS_IN_VIEW = 60;
/** The height in pixels of a horizontal bar chart's axis. */
export const axisHeight = 24;

const verticalPlotHeight = 260;
/** The thickness of a horizontal bar in pixels. */
export const barHeight = 12;
const rowGap = 14;

/** The height of a row of horizontal bars in pixels. */
export function barRowHeight(spec: ChartSpec): number {
  return (isStacked(spec) ? 1 : Math.max(1, spec.values.length)) * barHeight + rowGap;
}

/** The height of a plot in pixels, known without drawing it. */
export function plotHeight(rows: number, spec: ChartSpec): number {
  if (!isHorizontal(spec)) return verticalPlotHeight;
  return axisHeight + Math.min(rows, MAX_ROWS_IN_VIEW) * barRowHeight(spec);
}

/**
 * The text beside a row's bars: its value, or each of its values. A stacked bar's is its sum and, of
 * several parts, the parts in order.
 */
export function barTexts(
  row: ChartRow,
  spec: ChartSpec,
  series: readonly Series[],
  format: Format,
): { readonly text: string; readonly detail: string } {
  const texts = series.map(({ key, column }) => formatCell(row.cells[key], column, format));
  const [first] = series;
  const fewCases =
    hasFewCases(row, spec) && spec.cases
      ? format.count(numberAt(row, spec.cases.column) ?? 0, 'case')
      : '';
  if (!first || !isStacked(spec) || series.length === 1) {
    return { text: texts.join(' / '), detail: fewCases };
  }
  const total = spec.kind === 'diverging-bar' && spec.total ? numberAt(row, spec.total) : null;
  const all = total ?? sum(series.map(({ read }) => read(row) ?? 0));
  return {
    text: formatCell(all, first.column, format),
    detail: total === null && series.length <= 3 ? texts.join(' + ') : fewCases,
  };
}

/** The text of a point's value, with the name of its zone, or that it has few cases. */
export function formatPointValue(
  row: ChartRow,
  column: ChartColumn,
  spec: ChartSpec,
  format: Format,
): string {
  const cell = row.cells[column.key];
  const text = formatCell(cell, column, format);
  const zone = spec.kind === 'line' && typeof cell === 'number' && zoneAt(cell, spec.zones ?? []);
  if (zone) return `${text} (${zone.title})`;
  return spec.cases && hasFewCases(row, spec)
    ? `${text} (fewer than ${spec.cases.min} cases)`
    : text;
}

/** A sentence with every value of a point, for screen readers. */
export function describePoint(
  row: ChartRow,
  data: ChartData,
  spec: ChartSpec,
  series: readonly Series[],
  format: Format,
): string {
  const marker = markerKey(spec);
  const columns = [
    ...series.map(({ column }) => column),
    ...(marker ? [columnFor(data, marker)] : []),
  ];
  const values = columns.map(
    (column) => `${column.title} ${formatPointValue(row, column, spec, format)}`,
  );
  const name = formatCell(row.cells[spec.label], columnFor(data, spec.label), format);
  return `${name}: ${values.join(', ')}`;
}

function zoneAt(value: number, zones: readonly ValueZone[]): ValueZone | undefined {
  return zones.find(
    ({ from, to }) => (from === null || value >= from) && (to === null || value < to),
  );
}
