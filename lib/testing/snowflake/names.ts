/**
 * Names columns as Snowflake would: in upper case unless the statement quotes the name.
 * @param columns as DuckDB names them
 */
export function namesAsSnowflake(columns: readonly string[], sql: string): string[] {
  const quoted = new Set([...sql.matchAll(/"((?:[^"]|"")+)"/g)].map(([, name]) => name));
  return columns.map((name) => {
    if (quoted.has(name)) return name;
    return name === 'count_star()' ? 'COUNT(*)' : name.toUpperCase();
  });
}
