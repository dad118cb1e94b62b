import { z } from 'zod';

/** How many runs a page of the list has. */
export const PAGE_SIZE = 25;

const page = z.coerce.number().int().min(1).max(1_000_000).catch(1);

/** The state of the list in its address; what is not understood falls back. */
export function parseRunsParams(params: Readonly<Record<string, string | string[] | undefined>>): {
  readonly page: number;
} {
  return { page: page.parse(params.page) };
}
