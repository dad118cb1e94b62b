import {
  type DuckDBConnection,
  type DuckDBMaterializedResult,
  type DuckDBPreparedStatement,
  DuckDBTypeId,
} from '@duckdb/node-api';
import type { Bind, Command } from '@/lib/warehouse/types';
import { toDuckDb } from './dialect';

/** Prepared statements per connection; a page uses two or three, a decision seven, in several lengths. */
const MAX_STATEMENTS = 100;

const preparedByConnection = new WeakMap<DuckDBConnection, Map<string, DuckDBPreparedStatement>>();

/**
 * Runs a statement and keeps it prepared on the connection, so that its names are resolved only once, and
 * it returns to the event loop only once. A connection runs one statement at a time.
 */
export async function runPrepared(
  connection: DuckDBConnection,
  { sql, binds }: Command,
): Promise<DuckDBMaterializedResult> {
  const statements =
    preparedByConnection.get(connection) ?? new Map<string, DuckDBPreparedStatement>();
  preparedByConnection.set(connection, statements);
  const cached = statements.get(sql);
  const statement = cached ?? (await connection.prepare(toDuckDb(sql)));
  const isCacheable = cached !== undefined || isReplannedOnRun(statement, binds);
  try {
    if (binds.length > 0) statement.bind([...binds]);
    return await statement.run();
  } finally {
    if (isCacheable) storePrepared(statements, sql, statement);
    else statement.destroySync();
  }
}

/**
 * Whether the engine replans a prepared statement on every run. It does once a bind's type differs
 * from the type inferred at preparation, which is almost always: it infers a timestamp where we bind
 * text, or no type at all. Any other statement keeps its first plan, which depends on the data at
 * that time and may return wrong results later.
 */
function isReplannedOnRun(statement: DuckDBPreparedStatement, binds: readonly Bind[]): boolean {
  return binds.some((bind, index) => {
    const expected = statement.parameterTypeId(index + 1);
    const differs = typeof bind === 'string' && expected !== DuckDBTypeId.VARCHAR;
    return differs || expected === DuckDBTypeId.INVALID;
  });
}

/** Stores a statement as the most recently used, and evicts the least recently used. */
function storePrepared(
  statements: Map<string, DuckDBPreparedStatement>,
  sql: string,
  statement: DuckDBPreparedStatement,
): void {
  // A Map preserves insertion order.
  statements.delete(sql);
  statements.set(sql, statement);
  const [oldest] = statements;
  if (!oldest || statements.size <= MAX_STATEMENTS) return;
  statements.delete(oldest[0]);
  oldest[1].destroySync();
}

/** Destroys a connection's prepared statements before it closes. */
export function destroyPrepared(connection: DuckDBConnection): void {
  for (const statement of preparedByConnection.get(connection)?.values() ?? [])
    statement.destroySync();
  preparedByConnection.delete(connection);
}
