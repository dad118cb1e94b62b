import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';

/**
 * A cell, read by one function rather than by unions and pipes of schemas: a page parses
 * thousands of them.
 * @param read answers undefined where the cell is not `what` it must be
 */
function cell<Value>(what: string, read: (value: unknown) => Value | undefined) {
  return z.transform((value: unknown, context): Value => {
    const found = read(value);
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: `is not ${what}` });
    return z.NEVER;
  });
}

const isMissing = (value: unknown) => value === null || value === undefined;

/** Of what engines count with; NaN for anything else. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'bigint' || typeof value === 'string' ? Number(value) : Number.NaN;
}

function momentOf(value: unknown): Date | undefined {
  const date = typeof value === 'string' ? new Date(value) : value;
  return date instanceof Date && !Number.isNaN(date.getTime()) ? date : undefined;
}

/** Text that a row must have. */
export const text = z.string();

/** Text that may be missing; blank counts as missing. */
export const optionalText = cell('text', (value): string | null | undefined => {
  if (isMissing(value)) return null;
  if (typeof value === 'string') return value.trim() ? value : null;
});

/** An id as text, whatever the engine counts with. */
export const id = cell('an id', (value) =>
  ['string', 'number', 'bigint'].includes(typeof value) ? String(value) : undefined,
);

/** A number that a row must have. */
export const amount = cell('a number', (value) => {
  const number = numberOf(value);
  return Number.isFinite(number) ? number : undefined;
});

/** A number that may be missing; one that is not finite counts as missing. */
export const optionalAmount = cell('a number', (value) => {
  if (isMissing(value)) return null;
  if (typeof value === 'boolean' || typeof value === 'object') return undefined;
  const number = value === '' ? Number.NaN : numberOf(value);
  return Number.isFinite(number) ? number : null;
});

/** A yes or no that a row must have; NULL is no. */
export const flag = cell('a yes or no', (value) => {
  if (isMissing(value)) return false;
  return typeof value === 'boolean' ? value : undefined;
});

/** A moment in UTC that a row must have. */
export const instant = cell('a moment', momentOf);

/** A moment in UTC that may be missing. */
export const optionalInstant = cell('a moment', (value) =>
  isMissing(value) ? null : momentOf(value),
);

/** A row as it is. Its columns need not be properties of its own, so they are read one by one. */
export const wholeRow = z.transform((row: Readonly<Record<string, unknown>>) => {
  const whole: Record<string, unknown> = {};
  for (const column in row) whole[column] = row[column];
  return whole;
});

/** Spells a moment as a bind. */
export function at(moment: Date): Sql {
  return sql`CAST(${moment.toISOString()} AS TIMESTAMP_NTZ)`;
}

/** Spells an id of the data team's number column as a bind. */
export function numberId(value: string): Sql {
  return sql`CAST(${value} AS BIGINT)`;
}
