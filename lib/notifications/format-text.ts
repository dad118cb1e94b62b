/** Messages are in US English: who reads them is unknown. */
export const LOCALE = 'en-US';

const format = new Intl.NumberFormat(LOCALE);

/** A number with its noun: "1 account", "1,200 accounts". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${format.format(count)} ${count === 1 ? one : many}`;
}

/** Joins names: "Ana, Bo, and Cy". Counts those beyond `limit`: "Ana, Bo, and 3 more". */
export function listed(names: readonly string[], limit = 10): string {
  const shown = names.slice(0, limit);
  const rest = names.length - shown.length;
  const parts = rest > 0 ? [...shown, `${format.format(rest)} more`] : shown;
  return new Intl.ListFormat(LOCALE).format(parts);
}
