import type { Sql } from 'sql-template-tag';
import sql from 'sql-template-tag';
import { z } from 'zod';

/**
 * How a cell is read: by one function rather than by unions and pipes of schemas, for a page has
 * thousands of cells.
 */
export interface CellReader<Value> {
  /** Is said of a cell that it is not. */
  readonly expected: string;
  /** Answers undefined where the cell is not `what` it must be. */
  readonly read: (value: unknown) => Value | undefined;
}

/** The schema of a cell. */
function cellSchema<Value>({ expected: what, read }: CellReader<Value>) {
  return z.transform((value: unknown, context): Value => {
    const found = read(value);
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: notExpectedMessage(what) });
    return z.NEVER;
  });
}

/** What is wrong with a cell that could not be read. */
export function notExpectedMessage(what: string): string {
  return `is not ${what}`;
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

/** A cell that may be missing, which is null then. */
export function nullableCell<Value>({
  expected: what,
  read,
}: CellReader<Value>): CellReader<Value | null> {
  return { expected: what, read: (value) => (isMissing(value) ? null : read(value)) };
}

const exactText: CellReader<string> = {
  expected: 'text',
  read: (value) => (typeof value === 'string' ? value : undefined),
};

const moment: CellReader<Date> = { expected: 'a moment', read: momentOf };

/** A cell that holds one of some words. */
export function enumCell<const Word extends string>(words: readonly Word[]): CellReader<Word> {
  const known = new Set<unknown>(words);
  return {
    expected: `one of ${words.join(', ')}`,
    read: (value) => (known.has(value) ? (value as Word) : undefined),
  };
}

/** The cells that rows are made of. */
export const cellReaders = {
  /** Text that a row must have. */
  text: exactText,
  /** Text that may be missing; blank counts as missing. */
  optionalText: {
    expected: 'text',
    read(value): string | null | undefined {
      if (isMissing(value)) return null;
      if (typeof value === 'string') return value.trim() ? value : null;
    },
  } satisfies CellReader<string | null>,
  /** A number that a row must have. */
  amount: {
    expected: 'a number',
    read(value): number | undefined {
      const number = numberOf(value);
      return Number.isFinite(number) ? number : undefined;
    },
  } satisfies CellReader<number>,
  /** A number that may be missing; one that is not finite counts as missing. */
  optionalAmount: {
    expected: 'a number',
    read(value): number | null | undefined {
      if (isMissing(value)) return null;
      if (typeof value === 'boolean' || typeof value === 'object') return undefined;
      const number = value === '' ? Number.NaN : numberOf(value);
      return Number.isFinite(number) ? number : null;
    },
  } satisfies CellReader<number | null>,
  /** A yes or no that a row must have; NULL is no. */
  flag: {
    expected: 'a yes or no',
    read(value): boolean | undefined {
      if (isMissing(value)) return false;
      return typeof value === 'boolean' ? value : undefined;
    },
  } satisfies CellReader<boolean>,
  /** A moment in UTC that a row must have. */
  instant: moment,
  /** A moment in UTC that may be missing. */
  optionalInstant: nullableCell(moment),
} as const;

// The same as fields of a row's schema.
export const text = z.string();
export const optionalText = cellSchema(cellReaders.optionalText);
export const amount = cellSchema(cellReaders.amount);
export const optionalAmount = cellSchema(cellReaders.optionalAmount);
export const flag = cellSchema(cellReaders.flag);
export const instant = cellSchema(cellReaders.instant);
export const optionalInstant = cellSchema(cellReaders.optionalInstant);

/** An id as text, whatever the engine counts with. */
export const id = cellSchema({
  expected: 'an id',
  read: (value) =>
    ['string', 'number', 'bigint'].includes(typeof value) ? String(value) : undefined,
});

/** A row as it is. Its columns need not be properties of its own, so they are read one by one. */
export const rawRow = z.transform((row: Readonly<Record<string, unknown>>) => {
  const whole: Record<string, unknown> = {};
  for (const column in row) whole[column] = row[column];
  return whole;
});

/** Spells a moment as a bind. */
export function timestampBind(moment: Date): Sql {
  return sql`CAST(${moment.toISOString()} AS TIMESTAMP_NTZ)`;
}

/** Spells an id of the data team's number column as a bind. */
export function idBind(value: string): Sql {
  return sql`CAST(${value} AS BIGINT)`;
}
