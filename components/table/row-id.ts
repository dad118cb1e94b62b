/** The id of the row that an element is in. */
export function rowIdAt(target: EventTarget): string | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest<HTMLElement>('tr[data-row]')?.dataset.row;
}
