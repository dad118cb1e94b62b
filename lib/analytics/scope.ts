import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { parseInput } from '@/lib/parse';
import type { Scope } from '@/lib/warehouse/sql/scope';
import { type Period, periodOf } from './period';

/** The longest period that figures are given of, in days. */
const longest = 800;

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day, as 2026-03-14')
  .refine(isDay, 'must be a day of the calendar');

const between = z.object({ first: day, last: day }).refine(
  ({ first, last }) => {
    // An invalid day was told already.
    if (!isDay(first) || !isDay(last)) return true;
    const days = Temporal.PlainDate.from(first).until(last, { largestUnit: 'day' }).days;
    return days >= 0 && days < longest;
  },
  { error: `must not end before it begins, nor be longer than ${longest} days`, path: ['period'] },
);

const zone = z.string().refine((name) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}, 'must be a time zone, as Europe/Berlin');

const words = z.array(z.string().max(200)).max(50).default([]);

const scopeInput = z.object({
  period: z.union([z.object({ days: z.number().int().min(1).max(longest) }), between]),
  zone,
  segments: words,
  levels: words,
  managers: words,
});

/** The period and the filters that a page of figures is asked for. */
export type AskedScope = z.input<typeof scopeInput>;

/**
 * The scope that is asked for, with its period.
 * @throws AppError `invalid_input`
 */
export function parseScope(asked: AskedScope, now: Date): Scope & { readonly period: Period } {
  const { period: wanted, zone: name, ...rest } = parseInput(scopeInput, asked);
  const period = periodOf(wanted, name, now);
  return { ...rest, from: period.from, to: period.to, period };
}

function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}
