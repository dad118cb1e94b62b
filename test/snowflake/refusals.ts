import { constantLimits } from '@/test/portable-sql/clause-rules';
import { withinSizeLimit } from '@/test/portable-sql/limit-rules';
import { problemsOf } from '@/test/portable-sql/rule';
import { noTimesAsText, typedColumns } from '@/test/portable-sql/value-rules';
import { SnowflakeError } from './errors';
import type { Session } from './sessions';
import type { BoundRow } from './values';

/** Text that the AUTO formats accept, and formats of other accounts do not. */
const isoFormats = [
  {
    cast: /\bAS\s+TIMESTAMP/i,
    parameter: 'TIMESTAMP_INPUT_FORMAT',
    iso: /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/,
    code: '100035',
    type: 'Timestamp',
  },
  {
    cast: /\bAS\s+DATE\b/i,
    parameter: 'DATE_INPUT_FORMAT',
    iso: /^\d{4}-\d\d-\d\d$/,
    code: '100040',
    type: 'Date',
  },
] as const;

/** Statements in which a NULL without a type, which is text, can meet a column of another type. */
const combinesColumns = /^\s*INSERT\b|\bUNION\b/i;

/**
 * Refuses what Snowflake refuses, or treats differently, and DuckDB accepts: a bind in LIMIT, a
 * request of more than 1 MB, a NULL without a type in a UNION or INSERT, and text for a time, or a
 * time as text, if the session's formats differ from ISO 8601 with all digits.
 * @throws SnowflakeError
 */
export function requireAccepted(
  { parameters }: Session,
  { sql, rows }: { readonly sql: string; readonly rows: readonly BoundRow[] },
): void {
  const values = rows.flatMap((row) => row.values);
  const binds = values.map((value) => (value === null ? null : String(value)));
  const hasAllDigits = String(parameters.get('TIMESTAMP_NTZ_OUTPUT_FORMAT')).endsWith('.FF9');
  const [problem] = problemsOf({ name: 'SQL compilation error', sql, binds }, [
    withinSizeLimit,
    constantLimits,
    ...(combinesColumns.test(sql) ? [typedColumns] : []),
    ...(hasAllDigits ? [] : [noTimesAsText]),
  ]);
  if (problem) throw new SnowflakeError('001003', '42000', problem);
  const strings = [...sql.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) => text);
  for (const { cast, parameter, iso, code, type } of isoFormats) {
    if (parameters.get(parameter) === 'AUTO' || !cast.test(sql)) continue;
    const refused = [...strings, ...binds].find((text) => text !== null && iso.test(text));
    if (refused) throw new SnowflakeError(code, '22007', `${type} '${refused}' is not recognized`);
  }
}
