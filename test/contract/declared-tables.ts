import { type TableName, tableNames } from '@/lib/warehouse/tables';

interface Statement {
  readonly name: string;
  readonly tables: readonly TableName[];
  readonly sql: string;
}

/** The tables and contract views that SQL names. */
function tablesInSql(sql: string): TableName[] {
  const named = new Set(sql.toUpperCase().match(/\bDSV_\w+(?:\.\w+)+/g));
  const tables = Object.keys(tableNames) as TableName[];
  return tables.filter((table) => named.has(tableNames[table].toUpperCase()));
}

/**
 * Compares what statements declare with what their SQL names. The variants of a statement (such as a
 * filter that adds a join) share one declaration, which must cover each variant and be used in full
 * by all of them together.
 * @returns one line for each statement that differs
 */
export function undeclaredTables(statements: Iterable<Statement>): string[] {
  const declared = new Map<string, Set<TableName>>();
  const named = new Map<string, Set<TableName>>();
  const problems = new Set<string>();
  for (const { name, tables, sql } of statements) {
    declared.set(name, new Set([...(declared.get(name) ?? []), ...tables]));
    named.set(name, new Set([...(named.get(name) ?? []), ...tablesInSql(sql)]));
    const missing = tablesInSql(sql).filter((table) => !tables.includes(table));
    if (missing.length > 0) problems.add(`${name} does not declare ${missing.join(', ')}`);
  }
  for (const [name, tables] of declared) {
    const unused = [...tables].filter((table) => !named.get(name)?.has(table));
    if (unused.length > 0)
      problems.add(`${name} declares ${unused.join(', ')} but does not use it`);
  }
  return [...problems];
}
