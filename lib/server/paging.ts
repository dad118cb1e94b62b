import { z } from 'zod';

/** A page number, starting at 1. */
export const pageNumberSchema = z
  .number({ error: 'must be a number' })
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(1_000_000_000, 'is too large');

/** The number of rows on a page. */
export const pageSizeSchema = z
  .number({ error: 'must be a number' })
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(1000, 'can be at most 1,000');

/**
 * Reads one page of a list whose rows have its total. Pages start at 1; a page beyond the end returns
 * the last one.
 */
export async function readPage<Row extends { readonly total: number }>(
  requested: number,
  size: number,
  read: (part: { readonly limit: number; readonly offset: number }) => Promise<readonly Row[]>,
): Promise<{ readonly page: number; readonly total: number; readonly rows: readonly Row[] }> {
  const rowsOf = (page: number) => read({ limit: size, offset: (page - 1) * size });
  let page = requested;
  let rows = await rowsOf(page);
  if (rows.length === 0 && page > 1) {
    const total = (await rowsOf(1))[0]?.total ?? 0;
    page = Math.max(1, Math.ceil(total / size));
    rows = await rowsOf(page);
  }
  return { page, total: rows[0]?.total ?? 0, rows };
}

/** Rows per statement of an export. */
const EXPORT_BATCH = 20_000;

/**
 * Reads a complete list in batches, each of which starts after the last row of the one before.
 * @param read returns at most `limit` rows, from the start of the list if `last` is null
 */
export async function* readInBatches<Row>(
  read: (page: { readonly limit: number; readonly last: Row | null }) => Promise<readonly Row[]>,
  limit = EXPORT_BATCH,
): AsyncGenerator<readonly Row[]> {
  let last: Row | null = null;
  do {
    const rows: readonly Row[] = await read({ limit, last });
    if (rows.length > 0) yield rows;
    last = rows.length < limit ? null : (rows.at(-1) ?? null);
  } while (last !== null);
}
