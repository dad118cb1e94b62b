/** "1 row", "3 rows". */
export function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

/** The first three of some names, and how many more there are. */
export function listNames(names: readonly (string | null)[]): string {
  const more = names.length - 3;
  return [...names.slice(0, 3), ...(more > 0 ? [`${more.toLocaleString('en-US')} more`] : [])].join(
    ', ',
  );
}
