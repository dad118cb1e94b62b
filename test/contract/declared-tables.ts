import { type TableName, tableNames } from '@/lib/warehouse/tables';

interface Statement {
  readonly name: string;
  readonly tables: readonly TableName[];
  readonly sql: string;
}

/** The tables and contract views that appear in the SQL. */
function tablesInSql(sql: string): TableName[] {
  const names = new Set(sql.toUpperCase().match(/\bDSV_\w+(?:\.\w+)+/g));
  const tables = Object.keys(tableNames) as TableName[];
  return tables.filter((table) => names.has(tableNames[table].toUpperCase()));
}

/**
 * Compares the tables that statements declare with those in their SQL. Variants of a statement, such
 * as a filter that adds a join, share one declaration. It must cover each variant, and together the
 * variants must use every declared table.
 * @returns one line for each mismatch
 */
export function undeclaredTables(statements: Iterable<Statement>): string[] {
  const declared = new Map<string, Set<TableName>>();
  const used = new Map<string, Set<TableName>>();
  const problems = new Set<string>();
  for (const { name, tables, sql } of statements) {
    declared.set(name, new Set([...(declared.get(name) ?? []), ...tables]));
    used.set(name, new Set([...(used.get(name) ?? []), ...tablesInSql(sql)]));
    const missing = tablesInSql(sql).filter((table) => !tables.includes(table));
    if (missing.length > 0) problems.add(`${name} does not declare ${missing.join(', ')}`);
  }
  for (const [name, tables] of declared) {
    const unused = [...tables].filter((table) => !used.get(name)?.has(table));
    if (unused.length > 0)
      problems.add(`${name} declares ${unused.join(', ')} but does not use it`);
  }
  return [...problems];
}
