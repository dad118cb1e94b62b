import { z } from 'zod';

/** The periods that can be looked at, in weeks. */
export const periods = [
  { weeks: 4, name: '4 weeks' },
  { weeks: 13, name: '13 weeks' },
  { weeks: 52, name: 'A year' },
] as const;

/** A quarter, unless the address says otherwise. */
const DEFAULT_WEEKS = 13;

const weeks = z.coerce
  .number()
  .refine((value) => periods.some((period) => period.weeks === value))
  .catch(DEFAULT_WEEKS);

/** How many weeks the address asks for; what is not understood falls back. */
export function parseReviewsParams(
  params: Readonly<Record<string, string | string[] | undefined>>,
): { readonly weeks: number } {
  return { weeks: weeks.parse(params.weeks) };
}

/** The address that asks for so many weeks. */
export function periodHref(asked: number): string {
  return asked === DEFAULT_WEEKS ? '/reviews' : `/reviews?weeks=${asked}`;
}
