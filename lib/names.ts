/** Normalizes a segment or level for comparison: trimmed and lowercase; null when empty. */
export function normalizeClassName(name: string | null): string | null {
  return name?.trim().toLowerCase() || null;
}

/** Orders names for people: by English collation, the same on every machine. */
export function compareNames(a: string, b: string): number {
  return a.localeCompare(b, 'en');
}

/** Compares text by UTF-16 code units, independently of the locale. */
export function compareCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
