/** What a segment of an address stands for; Next hands it over as it is in the address. */
export function decodedParam(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray percent sign, typed by hand: whatever this is, it is looked up as it stands.
    return segment;
  }
}
