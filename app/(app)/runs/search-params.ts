import { z } from 'zod';

/** Runs per page of the list. */
export const PAGE_SIZE = 25;

const page = z.coerce.number().int().min(1).max(1_000_000).catch(1);

/** Parses the list's state from the URL; invalid values fall back to the default. */
export function parseRunsParams(params: Readonly<Record<string, string | string[] | undefined>>): {
  readonly page: number;
} {
  return { page: page.parse(params.page) };
}
