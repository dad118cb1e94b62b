/** Where an account's page is, whatever its id is made of. */
export function accountHref(id: string): string {
  return `/accounts/${encodeURIComponent(id)}`;
}

/** Where a CSM's page is, whatever their name is made of. */
export function csmHref(name: string): string {
  return `/csms/${encodeURIComponent(name)}`;
}

/** Where a run's page is. */
export function runHref(id: string): string {
  return `/runs/${encodeURIComponent(id)}`;
}

/** What a segment of an address stands for; Next hands it over as it is in the address. */
export function decodeParam(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray percent sign, typed by hand: whatever this is, it is looked up as it stands.
    return segment;
  }
}
