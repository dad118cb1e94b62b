const parts = 'year|quarter|month|week|day|hour|minute|second|millisecond';

/** Text that must stay as it is (strings, quoted names, comments), or a call with a bare date part. */
const pattern = new RegExp(
  [
    `'(?:[^']|'')*'`,
    '"(?:[^"]|"")*"',
    String.raw`\$\$[\s\S]*?\$\$`,
    String.raw`--[^\n]*`,
    String.raw`\/\*[\s\S]*?\*\/`,
    String.raw`\b(DATEADD|DATEDIFF)(\s*\(\s*)((?:${parts})s?)(?=\s*,)`,
  ].join('|'),
  'gi',
);

/**
 * Spells Snowflake's SQL for DuckDB. The one rule: a bare date part in `DATEADD(day, …)` and
 * `DATEDIFF(hour, …)` becomes a string, because DuckDB would read it as a column.
 */
export function toDuckDb(sql: string): string {
  if (!/date(?:add|diff)/i.test(sql)) return sql;
  return sql.replace(pattern, (whole, name?: string, open?: string, part?: string) =>
    name === undefined ? whole : `${name}${open}'${part}'`,
  );
}
