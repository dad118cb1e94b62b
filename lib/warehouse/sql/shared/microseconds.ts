import sql, { type Sql } from 'sql-template-tag';

// A time that must be kept to the last digit is stored as microseconds since 1970: a Date drops
// everything finer than a millisecond, and text depends on the session's formats.

const epoch = sql`CAST('1970-01-01' AS TIMESTAMP_NTZ)`;

/** Microseconds since 1970 of a timestamp. */
export function microsecondsOf(time: Sql): Sql {
  return sql`DATEDIFF('microsecond', ${epoch}, ${time})`;
}

/** The timestamp of microseconds since 1970. */
export function timestampOf(microseconds: Sql): Sql {
  return sql`DATEADD('microsecond', ${microseconds}, ${epoch})`;
}

/** Microseconds since 1970 as digits. */
export function toMicroseconds(time: Date): string {
  return String(BigInt(time.getTime()) * 1000n);
}

/** Older versions stored a time as text in UTC: `2026-03-02 09:00:00.123456` or ISO 8601. */
const textPattern = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))? ?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * Microseconds since 1970 of a stored time: digits, or the text of an older version. Null if it is
 * neither.
 */
export function parseMicroseconds(stored: string): bigint | null {
  if (/^-?\d+$/.test(stored)) return BigInt(stored);
  const [, day, clock, fraction = '', zone = 'Z'] = textPattern.exec(stored.trim()) ?? [];
  const milliseconds = Date.parse(`${day}T${clock}${zone}`);
  if (Number.isNaN(milliseconds)) return null;
  return BigInt(milliseconds) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
}

/** A stored time as a Date, which drops everything finer than a millisecond. */
export function parseStoredTime(stored: string | null): Date | null {
  const microseconds = stored === null ? null : parseMicroseconds(stored);
  if (microseconds === null) return null;
  return new Date(Math.floor(Number(microseconds) / 1000));
}
