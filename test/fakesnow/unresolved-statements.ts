import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { home, renderStatements, schemaStatements } from '@/test/portable-sql/rendered-statements';
import type { RenderedStatement } from '@/test/portable-sql/rule';

const script = fileURLToPath(new URL('check_statements.py', import.meta.url));

const TIMEOUT_MS = 120_000;

/**
 * What sqlglot finds wrong with statements, given our tables and views on Snowflake: one problem per
 * statement. Does not check the statements of tests and of people.
 * @throws Error if the check itself fails
 */
export function unresolvedStatements(statements: Iterable<RenderedStatement>): readonly string[] {
  const bySql = new Map(renderStatements(statements).map(({ name, sql }) => [sql, { name, sql }]));
  const input = {
    ...home,
    ddl: schemaStatements.map(({ sql }) => sql),
    statements: [...bySql.values()],
  };
  const { status, stdout, stderr, error } = spawnSync(
    process.env.FAKESNOW_PYTHON ?? 'python3',
    ['-B', script],
    { input: JSON.stringify(input), encoding: 'utf8', timeout: TIMEOUT_MS },
  );
  if (status !== 0) throw new Error(`The check of statements failed: ${stderr}`, { cause: error });
  return JSON.parse(stdout);
}
