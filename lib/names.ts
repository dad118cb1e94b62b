/** Normalizes a segment or level for comparison: trimmed and lowercase; null when empty. */
export function normalizeClassName(name: string | null): string | null {
  return name?.trim().toLowerCase() || null;
}

/** Orders names for people: by English collation, the same on every machine. */
export function compareNames(a: string, b: string): number {
  return a.localeCompare(b, 'en');
}

/** Orders different texts by code unit, independent of any locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : 1;
}
