import {
  type DuckDBConnection,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  DuckDBTypeId,
} from '@duckdb/node-api';
import type { Bind, Command } from '@/lib/warehouse/types';
import { toDuckDb } from './dialect';

/** Most statements that a connection keeps, the last used ones; a page asks two or three. */
const MAX_STATEMENTS = 50;

const preparedByConnection = new WeakMap<DuckDBConnection, Map<string, DuckDBPreparedStatement>>();

/**
 * Runs a statement and keeps it prepared on the connection where it can, so that the engine finds
 * out once what the names in a long one mean. One at a time on each connection.
 */
export async function runPrepared(
  connection: DuckDBConnection,
  { sql, binds }: Command,
): Promise<DuckDBResult> {
  const statements =
    preparedByConnection.get(connection) ?? new Map<string, DuckDBPreparedStatement>();
  preparedByConnection.set(connection, statements);
  const known = statements.get(sql);
  const statement = known ?? (await connection.prepare(toDuckDb(sql)));
  const keeps = known !== undefined || isReplannedOnRun(statement, binds);
  try {
    if (binds.length > 0) statement.bind([...binds]);
    return await statement.run();
  } finally {
    if (keeps) storePrepared(statements, sql, statement);
    else statement.destroySync();
  }
}

/**
 * Whether the engine plans a statement each time it runs. It does so for good once it met a value of
 * another type than it expected when it prepared the statement: nearly always, since it expects a
 * moment where a text is bound, and nothing where the value decides. Any other it would run by its
 * first plan, which relies on what the tables held then, and answer wrongly later.
 */
function isReplannedOnRun(statement: DuckDBPreparedStatement, binds: readonly Bind[]): boolean {
  return binds.some((bind, index) => {
    const expected = statement.parameterTypeId(index + 1);
    const isOther = typeof bind === 'string' && expected !== DuckDBTypeId.VARCHAR;
    return isOther || expected === DuckDBTypeId.INVALID;
  });
}

/** Keeps a statement as the last used, and lets go of the one unused for longest. */
function storePrepared(
  statements: Map<string, DuckDBPreparedStatement>,
  sql: string,
  statement: DuckDBPreparedStatement,
): void {
  // A Map remembers the order of insertion.
  statements.delete(sql);
  statements.set(sql, statement);
  const [first] = statements;
  if (!first || statements.size <= MAX_STATEMENTS) return;
  statements.delete(first[0]);
  first[1].destroySync();
}

/** Lets go of what a connection keeps, before it ends. */
export function destroyPrepared(connection: DuckDBConnection): void {
  for (const statement of preparedByConnection.get(connection)?.values() ?? [])
    statement.destroySync();
  preparedByConnection.delete(connection);
}
