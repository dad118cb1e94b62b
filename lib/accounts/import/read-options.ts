import type { CheckedRow } from './check-rows';
import type { FoundColumns, Mapping } from './column-mapping';
import type { DecimalSeparator } from './number-format';
import type { ReadParquet } from './source-file';

/** How to read a file. */
export interface ReadOptions {
  readonly mappings: readonly Mapping[];
  /** Null to detect it. */
  readonly decimal: DecimalSeparator | null;
  readonly readParquet: ReadParquet;
  readonly now: Date;
}

/** The first rows of a file as they were read, in our columns. */
export interface RowPreview {
  readonly columns: readonly string[];
  readonly rows: readonly {
    /** Line or row in the file. */
    readonly number: number;
    readonly values: readonly (string | number | boolean | null)[];
  }[];
}

const PREVIEW_ROWS = 10;

/** Dates in a preview are ISO 8601 in UTC, without midnight. */
export function previewOf(
  { positions }: FoundColumns,
  rows: readonly CheckedRow<Readonly<Record<string, unknown>>>[],
): RowPreview {
  const columns = [...positions.keys()];
  return {
    columns,
    rows: rows.slice(0, PREVIEW_ROWS).map(({ number, row }) => ({
      number,
      values: columns.map((column) => previewValue(row[column])),
    })),
  };
}

function previewValue(value: unknown): string | number | boolean | null {
  if (value instanceof Date) return value.toISOString().replace(/(?:T00:00)?:00\.000Z$/, '');
  return typeof value === 'number' || typeof value === 'boolean' || value === null
    ? value
    : String(value);
}
