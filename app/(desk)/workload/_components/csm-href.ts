/** The page of a CSM. */
export function csmHref(name: string): string {
  return `/csms/${encodeURIComponent(name)}`;
}
