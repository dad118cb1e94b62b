import sql, { type Sql } from 'sql-template-tag';
import { z } from 'zod';

/** Text that a row must have. */
export const text = z.string();

/** Text that may be missing; blank counts as missing. */
export const optionalText = z
  .string()
  .nullish()
  .transform((value) => (value?.trim() ? value : null));

/** An id as text, whatever the engine counts with. */
export const id = z.union([z.string(), z.number(), z.bigint()]).transform((value) => String(value));

const numeric = z.union([z.number(), z.bigint(), z.string()]).transform((value) => Number(value));

/** A number that a row must have. */
export const amount = numeric.pipe(z.number());

/** A number that may be missing; one that is not finite counts as missing. */
export const optionalAmount = z
  .union([z.number(), z.bigint(), z.string(), z.nan(), z.literal([Infinity, -Infinity])])
  .nullish()
  .transform((value) => {
    const parsed =
      value === null || value === undefined || value === '' ? Number.NaN : Number(value);
    return Number.isFinite(parsed) ? parsed : null;
  });

/** A yes or no that a row must have; NULL is no. */
export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** A moment in UTC that a row must have. */
export const instant = z.union([z.date(), z.string()]).transform((value, context) => {
  const date = value instanceof Date ? value : new Date(value);
  if (Number.isNaN(date.getTime())) {
    context.addIssue({ code: 'custom', message: 'is not a moment' });
    return z.NEVER;
  }
  return date;
});

/** A moment in UTC that may be missing. */
export const optionalInstant = instant.nullish().transform((value) => value ?? null);

/** Spells a moment as a bind. */
export function at(moment: Date): Sql {
  return sql`CAST(${moment.toISOString()} AS TIMESTAMP_NTZ)`;
}

/** Spells an id of the data team's number column as a bind. */
export function numberId(value: string): Sql {
  return sql`CAST(${value} AS BIGINT)`;
}
