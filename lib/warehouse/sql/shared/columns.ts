import type { Sql } from 'sql-template-tag';
import sql from 'sql-template-tag';
import { z } from 'zod';

/**
 * Parses a cell. Plain functions instead of zod unions and pipes, because a page has thousands of
 * cells.
 */
export interface CellReader<Value> {
  /** What the cell must be, for the error message. */
  readonly expected: string;
  /** Returns undefined if the cell is not what it must be. */
  readonly read: (value: unknown) => Value | undefined;
}

/** The zod schema of a cell. */
function cellSchema<Value>({ expected, read }: CellReader<Value>) {
  return z.transform((value: unknown, context): Value => {
    const found = read(value);
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: notExpectedMessage(expected) });
    return z.NEVER;
  });
}

/** Message for a cell that could not be parsed. */
export function notExpectedMessage(expected: string): string {
  return `is not ${expected}`;
}

const isMissing = (value: unknown) => value === null || value === undefined;

/** Converts the drivers' number types; NaN for anything else. */
function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'bigint' || typeof value === 'string' ? Number(value) : Number.NaN;
}

function toDate(value: unknown): Date | undefined {
  const date = typeof value === 'string' ? new Date(value) : value;
  return date instanceof Date && !Number.isNaN(date.getTime()) ? date : undefined;
}

/** A cell that may be missing; null then. */
export function nullableCell<Value>({
  expected,
  read,
}: CellReader<Value>): CellReader<Value | null> {
  return { expected, read: (value) => (isMissing(value) ? null : read(value)) };
}

const exactText: CellReader<string> = {
  expected: 'text',
  read: (value) => (typeof value === 'string' ? value : undefined),
};

const instantCell: CellReader<Date> = { expected: 'a time', read: toDate };

/** A cell with one of a list of values. */
export function enumCell<const Value extends string>(values: readonly Value[]): CellReader<Value> {
  const known = new Set<unknown>(values);
  return {
    expected: `one of ${values.join(', ')}`,
    read: (value) => (known.has(value) ? (value as Value) : undefined),
  };
}

/** Cell parsers. */
export const cellReaders = {
  /** Required text. */
  text: exactText,
  /** Optional text. Blank counts as missing. */
  optionalText: {
    expected: 'text',
    read(value): string | null | undefined {
      if (isMissing(value)) return null;
      if (typeof value === 'string') return value.trim() ? value : null;
    },
  } satisfies CellReader<string | null>,
  /** Required number. */
  amount: {
    expected: 'a number',
    read(value): number | undefined {
      const number = toNumber(value);
      return Number.isFinite(number) ? number : undefined;
    },
  } satisfies CellReader<number>,
  /** Optional number. A number that is not finite counts as missing. */
  optionalAmount: {
    expected: 'a number',
    read(value): number | null | undefined {
      if (isMissing(value)) return null;
      if (typeof value === 'boolean' || typeof value === 'object') return undefined;
      const number = value === '' ? Number.NaN : toNumber(value);
      return Number.isFinite(number) ? number : null;
    },
  } satisfies CellReader<number | null>,
  /** Boolean. NULL counts as false. */
  flag: {
    expected: 'a boolean',
    read(value): boolean | undefined {
      if (isMissing(value)) return false;
      return typeof value === 'boolean' ? value : undefined;
    },
  } satisfies CellReader<boolean>,
  /** Required UTC time. */
  instant: instantCell,
  /** Optional UTC time. */
  optionalInstant: nullableCell(instantCell),
} as const;

// The same parsers as zod schemas for the fields of a row.
export const text = z.string();
export const optionalText = cellSchema(cellReaders.optionalText);
export const amount = cellSchema(cellReaders.amount);
export const optionalAmount = cellSchema(cellReaders.optionalAmount);
export const flag = cellSchema(cellReaders.flag);
export const instant = cellSchema(cellReaders.instant);
export const optionalInstant = cellSchema(cellReaders.optionalInstant);

/** An id as text, whatever number type the driver uses. */
export const id = cellSchema({
  expected: 'an id',
  read: (value) =>
    ['string', 'number', 'bigint'].includes(typeof value) ? String(value) : undefined,
});

/** A row as a plain object. A driver's row may define its columns as getters on its prototype. */
export const rawRow = z.transform((row: Readonly<Record<string, unknown>>) => {
  const whole: Record<string, unknown> = {};
  for (const column in row) whole[column] = row[column];
  return whole;
});

/** Binds a UTC time. */
export function timestampBind(time: Date): Sql {
  return sql`CAST(${time.toISOString()} AS TIMESTAMP_NTZ)`;
}

/**
 * A UTC time as the data team's tables store it. The Snowflake driver replaces this by a conversion
 * to the installation's time zone; the embedded warehouse is in UTC.
 * @param time a column, or an expression with at most one pair of parentheses
 */
export function toDataTimeZone(time: Sql): Sql {
  return sql`TO_DATA_TIME_ZONE(${time})`;
}

/** Binds a numeric id of the data team's tables. */
export function idBind(value: string): Sql {
  return sql`CAST(${value} AS BIGINT)`;
}
