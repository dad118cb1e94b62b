import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';

/**
 * How a cell is read: by one function rather than by unions and pipes of schemas, for a page has
 * thousands of cells.
 */
export interface Cell<Value> {
  /** Is said of a cell that it is not. */
  readonly what: string;
  /** Answers undefined where the cell is not `what` it must be. */
  readonly read: (value: unknown) => Value | undefined;
}

/** The schema of a cell. */
function fieldOf<Value>({ what, read }: Cell<Value>) {
  return z.transform((value: unknown, context): Value => {
    const found = read(value);
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: notThat(what) });
    return z.NEVER;
  });
}

/** What is wrong with a cell that could not be read. */
export function notThat(what: string): string {
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
export function optional<Value>({ what, read }: Cell<Value>): Cell<Value | null> {
  return { what, read: (value) => (isMissing(value) ? null : read(value)) };
}

const exactText: Cell<string> = {
  what: 'text',
  read: (value) => (typeof value === 'string' ? value : undefined),
};

const moment: Cell<Date> = { what: 'a moment', read: momentOf };

/** A cell that holds one of some words. */
export function wordOf<const Word extends string>(words: readonly Word[]): Cell<Word> {
  const known = new Set<unknown>(words);
  return {
    what: `one of ${words.join(', ')}`,
    read: (value) => (known.has(value) ? (value as Word) : undefined),
  };
}

/** The cells that rows are made of. */
export const cells = {
  /** Text that a row must have. */
  text: exactText,
  /** Text that may be missing; blank counts as missing. */
  optionalText: {
    what: 'text',
    read(value): string | null | undefined {
      if (isMissing(value)) return null;
      if (typeof value === 'string') return value.trim() ? value : null;
    },
  } satisfies Cell<string | null>,
  /** A number that a row must have. */
  amount: {
    what: 'a number',
    read(value): number | undefined {
      const number = numberOf(value);
      return Number.isFinite(number) ? number : undefined;
    },
  } satisfies Cell<number>,
  /** A number that may be missing; one that is not finite counts as missing. */
  optionalAmount: {
    what: 'a number',
    read(value): number | null | undefined {
      if (isMissing(value)) return null;
      if (typeof value === 'boolean' || typeof value === 'object') return undefined;
      const number = value === '' ? Number.NaN : numberOf(value);
      return Number.isFinite(number) ? number : null;
    },
  } satisfies Cell<number | null>,
  /** A yes or no that a row must have; NULL is no. */
  flag: {
    what: 'a yes or no',
    read(value): boolean | undefined {
      if (isMissing(value)) return false;
      return typeof value === 'boolean' ? value : undefined;
    },
  } satisfies Cell<boolean>,
  /** A moment in UTC that a row must have. */
  instant: moment,
  /** A moment in UTC that may be missing. */
  optionalInstant: optional(moment),
} as const;

// The same as fields of a row's schema.
export const text = z.string();
export const optionalText = fieldOf(cells.optionalText);
export const amount = fieldOf(cells.amount);
export const optionalAmount = fieldOf(cells.optionalAmount);
export const flag = fieldOf(cells.flag);
export const instant = fieldOf(cells.instant);
export const optionalInstant = fieldOf(cells.optionalInstant);

/** An id as text, whatever the engine counts with. */
export const id = fieldOf({
  what: 'an id',
  read: (value) =>
    ['string', 'number', 'bigint'].includes(typeof value) ? String(value) : undefined,
});

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
