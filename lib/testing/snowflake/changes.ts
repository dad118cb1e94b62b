import type { DuckDBResultReader } from '@duckdb/node-api';
import { type Column, wholeColumn } from './cells';
import type { StatementKind } from './statement-kind';

interface Counted {
  readonly sql: string;
  /** The columns in which Snowflake counts what this statement changes; the SDK adds them up. */
  readonly columns: readonly Column[];
  readonly count: (reader: DuckDBResultReader) => readonly number[];
}

const merged = [
  ['INSERT', 'inserted'],
  ['UPDATE', 'updated'],
  ['DELETE', 'deleted'],
] as const;

/** How to run a statement so that what it changes can be counted as Snowflake does. */
export function countChanges({ kind }: StatementKind, sql: string): Counted {
  const whole = (...names: string[]) => names.map((name) => wholeColumn(`number of ${name}`));
  const changed = (reader: DuckDBResultReader) => reader.rowsChanged;
  switch (kind) {
    case 'merge': {
      const actions = merged.filter(([action]) =>
        new RegExp(`\\bTHEN\\s+${action}\\b`, 'i').test(sql),
      );
      return {
        sql: `${sql}\nRETURNING merge_action`,
        columns: whole(...actions.map(([, word]) => `rows ${word}`)),
        count(reader) {
          const done = reader.getRowsJS().map(([action]) => action);
          return actions.map(([action]) => done.filter((each) => each === action).length);
        },
      };
    }
    case 'update':
      return {
        sql,
        columns: whole('rows updated', 'multi-joined rows updated'),
        count: (reader) => [changed(reader), 0],
      };
    case 'delete':
      return { sql, columns: whole('rows deleted'), count: (reader) => [changed(reader)] };
    default:
      return { sql, columns: whole('rows inserted'), count: (reader) => [changed(reader)] };
  }
}
