const parts = [
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'millisecond',
] as const;

/** A part of a date that DATEADD and DATEDIFF know, also with an s. */
export type DatePart = (typeof parts)[number];

/** Text that must stay as it is (strings, quoted names, comments), or a call with its date part. */
const pattern = new RegExp(
  [
    String.raw`\b(DATEADD|DATEDIFF)(\s*\(\s*)('?)(${parts.join('|')})(s?)\3\s*,`,
    `'(?:[^']|'')*'`,
    '"(?:[^"]|"")*"',
    String.raw`\$\$[\s\S]*?\$\$`,
    String.raw`--[^\n]*`,
    String.raw`\/\*[\s\S]*?\*\/`,
  ].join('|'),
  'gi',
);

/**
 * Spells Snowflake's SQL for DuckDB. A bare date part, which DuckDB would read as a column, becomes
 * a string in `DATEDIFF(hour, …)`; `DATEADD(day, …)` becomes a call of the part's own macro.
 */
export function toDuckDb(sql: string): string {
  if (!/date(?:add|diff)/i.test(sql)) return sql;
  return sql.replace(
    pattern,
    (whole, name?: string, open?: string, _quote?: string, part?: string, plural?: string) => {
      if (name === undefined || part === undefined) return whole;
      if (/add$/i.test(name)) return `DATEADD_${part.toLowerCase()}(`;
      return `${name}${open}'${part}${plural}',`;
    },
  );
}
