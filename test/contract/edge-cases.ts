/** Strings of at most 100 characters that have broken drivers, dialects, or parsers. */
export const edgeCaseStrings = [
  `Bo "the fox" O'Neil 🦊`,
  "''; DROP TABLE x; --",
  'back\\slash \\n \\u0041 \\',
  '? :1 $1 $$ ?? {} %s &amp;',
  'two\nlines,\r\na\ttab',
  'Größe “&” Söhne, 日本語, ‏עברית',
  'e\u0301 is not \u00e9, 👩🏽‍🚀 is one',
  ' surrounding spaces ',
  'NULL',
  '100%_[a-z]*',
  '/* not a comment */ // --',
  '0012.50',
  'true',
  '2026-03-02 09:00:00',
] as const;

/** A string of `length` characters, some outside the Basic Multilingual Plane. */
export function stringOfLength(length: number): string {
  return Array.from({ length }, (_, index) => (index % 10 === 9 ? '🙂' : 'x')).join('');
}

/** Times that break time zone handling: around daylight saving changes and at midnight. */
export const edgeCaseTimestamps = [
  '1970-01-01T00:00:00.000Z',
  '1999-12-31T23:59:59.999Z',
  '2024-02-29T12:00:00.001Z',
  '2026-01-01T00:00:00.000Z',
  // Newfoundland changes from UTC-3:30 to UTC-2:30 on March 8 at 05:30 UTC, and back on November 1
  // at 04:30 UTC.
  '2026-03-08T05:29:59.999Z',
  '2026-03-08T05:30:00.000Z',
  '2026-03-08T02:30:00.000Z',
  '2026-11-01T04:29:59.123Z',
  '2026-11-01T04:30:00.000Z',
  '2026-11-01T01:30:00.000Z',
  // Midnight in Kolkata (UTC+5:30).
  '2026-03-01T18:30:00.000Z',
  '2026-03-01T18:29:59.999Z',
  '2099-12-31T23:59:59.999Z',
].map((text) => new Date(text));
