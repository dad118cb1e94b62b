/** How a series is coloured: by what it says, or by its place in the palette of globals.css. */
export type SeriesTone = 'ok' | 'warn' | 'danger' | 'neutral' | 1 | 2 | 3 | 4 | 5 | 6;

interface Series {
  /** The key of the column that names the rows along the axis. */
  readonly label: string;
  /** The keys of the columns that are drawn, in their order; all of one kind. */
  readonly values: readonly string[];
  /** Tones by key; what is not named takes the palette's colours in turn. */
  readonly tones?: Readonly<Record<string, SeriesTone>> | undefined;
}

/** A bar per row and value, lying unless `horizontal` is false: lying bars leave room for names. */
export interface BarsMark extends Series {
  readonly kind: 'bars';
  readonly stacked?: boolean | undefined;
  readonly horizontal?: boolean | undefined;
  /** The key of a column with each row's limit, drawn as a line across its bar. */
  readonly limit?: string | undefined;
}

/** Lying bars to both sides of a zero line, stacked: what is more and what is less, by its parts. */
export interface DivergingMark extends Series {
  readonly kind: 'diverging';
  /** The key of a column with the sum of a row, drawn as a diamond. */
  readonly total?: string | undefined;
}

/** A band of values with a name, such as good, fair and poor; null is open to that side. */
export interface Zone {
  readonly from: number | null;
  readonly to: number | null;
  readonly title: string;
  readonly tone: 'ok' | 'warn' | 'danger' | 'neutral';
}

/** A line per value over days, weeks or versions; it breaks where there is no figure. */
export interface LinesMark extends Series {
  readonly kind: 'lines';
  readonly zones?: readonly Zone[] | undefined;
}

/** Standing bars over days, weeks or hours. */
export interface ColumnsMark extends Series {
  readonly kind: 'columns';
  readonly stacked?: boolean | undefined;
}

/** How a chart draws its data. */
export type Mark = BarsMark | DivergingMark | LinesMark | ColumnsMark;

/** Whether the rows lie below each other with their names at the left. */
export function isLying(mark: Mark): mark is BarsMark | DivergingMark {
  return mark.kind === 'diverging' || (mark.kind === 'bars' && mark.horizontal !== false);
}

/** Whether the values of a row share one bar. */
export function isStacked(mark: Mark): boolean {
  return mark.kind === 'diverging' || (mark.kind !== 'lines' && mark.stacked === true);
}
