import {
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  DuckDBTypeId,
} from '@duckdb/node-api';
import type { Bind, Command } from '../types';
import { toDuckDb } from './dialect';

/** Most statements that a connection keeps, the last used ones; a page asks two or three. */
const most = 50;

const kept = new WeakMap<DuckDBConnection, Map<string, DuckDBPreparedStatement>>();

/**
 * Runs a statement and keeps it prepared on the connection where it can, so that the engine finds
 * out once what the names in a long one mean. One at a time on each connection.
 */
export async function runKept(
  connection: DuckDBConnection,
  { sql, binds }: Command,
): Promise<DuckDBResult> {
  const statements = kept.get(connection) ?? new Map<string, DuckDBPreparedStatement>();
  kept.set(connection, statements);
  const known = statements.get(sql);
  const statement = known ?? (await connection.prepare(toDuckDb(sql)));
  const keeps = known !== undefined || isPlannedAnew(statement, binds);
  try {
    if (binds.length > 0) statement.bind([...binds]);
    return await statement.run();
  } finally {
    if (keeps) keep(statements, sql, statement);
    else statement.destroySync();
  }
}

/**
 * Whether the engine plans a statement each time it runs. It does so for good once it met a value of
 * another type than it expected when it prepared the statement: nearly always, since it expects a
 * moment where a text is bound, and nothing where the value decides. Any other it would run by its
 * first plan, which relies on what the tables held then, and answer wrongly later.
 */
function isPlannedAnew(statement: DuckDBPreparedStatement, binds: readonly Bind[]): boolean {
  return binds.some((bind, index) => {
    const expected = statement.parameterTypeId(index + 1);
    const isOther = typeof bind === 'string' && expected !== DuckDBTypeId.VARCHAR;
    return isOther || expected === DuckDBTypeId.INVALID;
  });
}

/** Keeps a statement as the last used, and lets go of the one unused for longest. */
function keep(
  statements: Map<string, DuckDBPreparedStatement>,
  sql: string,
  statement: DuckDBPreparedStatement,
): void {
  // A Map remembers the order of insertion.
  statements.delete(sql);
  statements.set(sql, statement);
  const [first] = statements;
  if (!first || statements.size <= most) return;
  statements.delete(first[0]);
  first[1].destroySync();
}

/** Lets go of what a connection keeps, before it ends. */
export function forgetKept(connection: DuckDBConnection): void {
  for (const statement of kept.get(connection)?.values() ?? []) statement.destroySync();
  kept.delete(connection);
}
