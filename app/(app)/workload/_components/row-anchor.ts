/** The id of a CSM's row in the table, to link to. */
export function rowAnchor(csm: string): string {
  return `csm-${encodeURIComponent(csm)}`;
}
