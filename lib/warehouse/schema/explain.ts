import { z } from 'zod';
import { AppError } from '@/lib/server/errors';
import type { Bind, Command, Query, Warehouse } from '@/lib/warehouse/types';

/** A statement that Snowflake did not compile. */
export interface ExplainFailure {
  readonly name: string;
  readonly error: AppError;
}

export interface ExplainReport {
  readonly failures: readonly ExplainFailure[];
  /** The statement that took longest to compile, and its time in milliseconds. */
  readonly slowest: { readonly name: string; readonly ms: number } | null;
}

/** Sessions that compile statements at the same time. */
const CONCURRENCY = 4;

/** A large statement may take long to compile on an account's first use of it. */
const TIMEOUT_MS = 120_000;

/**
 * Compiles statements without running them. Snowflake's EXPLAIN takes queries and DML, checks the
 * statement's own privileges, and needs no running virtual warehouse. Its documentation does not say
 * that it takes binds; if it doesn't, the values are written into the statements.
 * https://docs.snowflake.com/en/sql-reference/sql/explain
 */
export async function explainStatements(
  warehouse: Pick<Warehouse, 'read'>,
  statements: readonly (Query<unknown> | Command)[],
): Promise<ExplainReport> {
  const prepare = (await takesBinds(warehouse)) ? asIs : withLiterals;
  const failures: ExplainFailure[] = [];
  let slowest: ExplainReport['slowest'] = null;
  const queue = statements.values();
  const work = async () => {
    for (const statement of queue) {
      const { name } = statement;
      const from = performance.now();
      await explain(warehouse, prepare(statement)).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        failures.push({ name, error });
      });
      const ms = performance.now() - from;
      if (!slowest || ms > slowest.ms) slowest = { name, ms };
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return { failures, slowest };
}

type Statement = Pick<Command, 'name' | 'tables' | 'sql' | 'binds'>;

async function explain(
  warehouse: Pick<Warehouse, 'read'>,
  { name, tables, sql, binds }: Statement,
): Promise<void> {
  await warehouse.read(
    {
      name: `check.explain ${name}`,
      tables,
      binds,
      row: z.unknown(),
      sql: `EXPLAIN USING TEXT ${sql}`,
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

async function takesBinds(warehouse: Pick<Warehouse, 'read'>): Promise<boolean> {
  const probe = {
    name: 'probe',
    tables: [],
    sql: 'SELECT CAST(? AS VARCHAR) AS one',
    binds: ['1'],
  };
  try {
    await explain(warehouse, probe);
    return true;
  } catch (error) {
    // With literals, every statement reports what is wrong.
    if (error instanceof AppError && error.code === 'unexpected') return false;
    throw error;
  }
}

const asIs = (statement: Statement): Statement => statement;

/** The statement with its binds as literals. Only for values of the program itself. */
function withLiterals({ name, tables, sql, binds }: Statement): Statement {
  const values = binds.values();
  const text = sql.replace(/'(?:[^']|'')*'|\?/g, (found) =>
    found === '?' ? literal(values.next().value ?? null) : found,
  );
  return { name, tables, sql: text, binds: [] };
}

function literal(value: Bind): string {
  if (typeof value !== 'string') return String(value).toUpperCase();
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
