/** A file of rows as it was read, before anything is made of its values. */
export interface SourceTable {
  /** The file's name, for messages. */
  readonly file: string;
  /** What a row's number counts: lines of a text, or rows of a file that has no lines. */
  readonly unit: 'line' | 'row';
  readonly columns: readonly string[];
  readonly rows: readonly SourceRow[];
}

export interface SourceRow {
  /** Where the row begins in the file, from 1. */
  readonly number: number;
  readonly values: readonly unknown[];
}

/** One thing that is wrong with a row, in the user's words. */
export interface Fault {
  readonly number: number;
  readonly column: string | null;
  readonly reason: string;
}
