import type { ChartRow } from './chart-data';

/** Where the row behind a point is: of its first drawn figure that has one, else of its name. */
export function rowHref(row: ChartRow, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const href = row.hrefs?.[key];
    if (href) return href;
  }
  return undefined;
}
