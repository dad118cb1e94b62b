/** Words that people and programs write where there is no name, in lowercase. */
export const placeholderKeys = ['null', 'none', 'n/a', '#n/a', 'nan', 'unassigned'] as const;
const PLACEHOLDERS: ReadonlySet<string> = new Set(placeholderKeys);

// Invisible characters within a word: soft hyphen, joiners, and direction marks.
const INVISIBLE = /[\u00AD\u200C-\u200F\u202A-\u202E\u2066-\u2069]/g;
// \s contains no-break and ideographic spaces and the byte-order mark, but no zero-width space.
const SPACES = /[\s\u200B\u2060]+/g;
const APOSTROPHES = /[\u2018\u2019\u02BC\u2032]/g;

/** As many as a large company has names. */
const MAX_KNOWN_KEYS = 50_000;

const knownKeys = new Map<string, string | null>();

/**
 * The key by which names of people, segments, and levels compare: two spellings mean the same if their
 * keys are equal. Ignores case, Unicode compatibility forms, the kind and number of spaces, invisible
 * characters, and the shape of apostrophes. Null for an empty name and for a placeholder such as
 * "Unassigned".
 */
export function nameKey(name: string | null | undefined): string | null {
  if (name === null || name === undefined) return null;
  // The same few names are compared again and again, and normalizing them takes most of the time.
  if (knownKeys.size > MAX_KNOWN_KEYS) knownKeys.clear();
  if (!knownKeys.has(name)) knownKeys.set(name, normalizedKey(name));
  return knownKeys.get(name) ?? null;
}

function normalizedKey(name: string): string | null {
  const key = name
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(SPACES, ' ')
    .trim()
    .replace(APOSTROPHES, "'")
    // Uppercase first, because some letters have one uppercase and several lowercase forms (ß, ς).
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC');
  return key === '' || PLACEHOLDERS.has(key) ? null : key;
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
