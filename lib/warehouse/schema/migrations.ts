import { dataTeamTables, ownTables } from './tables';

/** One step of the schema: applied in one transaction, recorded under its version. */
export interface Migration {
  readonly version: number;
  readonly statements: readonly string[];
}

/**
 * Every version of the schema, oldest first. A version that was released is never edited: what
 * changes comes as the next one, and keeps every row.
 */
export const migrations: readonly Migration[] = [
  { version: 1, statements: [...dataTeamTables, ...ownTables] },
];
