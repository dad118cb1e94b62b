import { z } from 'zod';

/** The periods to choose from. */
export const periods = [
  { weeks: 4, name: '4 weeks' },
  { weeks: 13, name: '13 weeks' },
  { weeks: 52, name: '1 year' },
] as const;

const DEFAULT_WEEKS = 13;

const weeks = z.coerce
  .number()
  .refine((value) => periods.some((period) => period.weeks === value))
  .catch(DEFAULT_WEEKS);

/** Reads the period from the URL; an invalid value becomes the default. */
export function parseReviewsParams(
  params: Readonly<Record<string, string | string[] | undefined>>,
): { readonly weeks: number } {
  return { weeks: weeks.parse(params.weeks) };
}

/** The URL of the page for a period. */
export function periodHref(period: number): string {
  return period === DEFAULT_WEEKS ? '/reviews' : `/reviews?weeks=${period}`;
}
