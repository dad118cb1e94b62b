/** What a column's values are, and so how they are written. */
export type ColumnKind =
  | 'text'
  | 'count'
  | 'number'
  /** 0–1, written in per cent. */
  | 'share'
  | 'money'
  /** Milliseconds. */
  | 'duration'
  /** A day of the calendar as `YYYY-MM-DD`, in the zone that the page names. */
  | 'day';

export interface ChartColumn {
  readonly key: string;
  readonly title: string;
  readonly kind: ColumnKind;
  /** Decimals at most, of a number or a share. */
  readonly digits?: number;
}

export type ChartCell = string | number | null;

export interface ChartRow {
  /** Told apart by. */
  readonly id: string;
  readonly cells: Readonly<Record<string, ChartCell>>;
  /** Where a cell's figure comes from, by the column's key. */
  readonly hrefs?: Readonly<Record<string, string>>;
}

/**
 * What a chart shows, and its table and its download too: plain data, so that it may come from the
 * server. The first column names the rows.
 */
export interface ChartData {
  readonly columns: readonly ChartColumn[];
  readonly rows: readonly ChartRow[];
}
