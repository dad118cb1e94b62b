import type { ColumnTypes } from './column-types';
import { reviewTables } from './review-tables';
import { runStanding } from './run-standing';
import { keptScores, ownTables } from './tables';

/** One step of the schema of what is ours, recorded under its version once it is whole. */
export interface Migration {
  readonly version: number;
  /**
   * Each may be run again where it was run already (IF NOT EXISTS): on Snowflake a definition
   * commits by itself, so a step that was killed is half there and begins anew.
   */
  readonly statements: (types: ColumnTypes) => readonly string[];
}

/**
 * Every version of the schema, oldest first. A version that was released is never edited: what
 * changes comes as the next one, and keeps every row.
 */
export const migrations: readonly Migration[] = [
  { version: 1, statements: ownTables },
  { version: 2, statements: keptScores },
  { version: 3, statements: reviewTables },
  { version: 4, statements: runStanding },
];
