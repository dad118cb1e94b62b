import { placeholderKeys } from '@/lib/names';

// Code points, because invisible characters could not be reviewed.
const SPACES = [
  9, 10, 11, 12, 13, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff, 0x2000, 0x2001,
  0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x200b, 0x2060,
];
const APOSTROPHES = [0x2018, 0x2019, 0x2bc, 0x2032];
const INVISIBLE = [
  0xad, 0x200c, 0x200d, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067,
  0x2068, 0x2069,
];
/** Marks spaces while they are collapsed. Not part of a name. */
const MARK_CODE = 31;
const MARK = charactersOf([MARK_CODE]);

/**
 * SQL for a name as `nameKey` compares it, apart from Unicode compatibility forms and the Greek final
 * sigma. A placeholder stays what it is, in lowercase. Costs several times as much as LOWER per row:
 * use it for few rows, and `spelled` for many.
 * @param name an SQL expression
 */
export function comparableName(name: string): string {
  const all = charactersOf([...SPACES, ...APOSTROPHES, ...INVISIBLE, MARK_CODE]);
  const replaced = `'${' '.repeat(SPACES.length)}${"''".repeat(APOSTROPHES.length)}'`;
  const plain = `TRANSLATE(${name}, ${all}, ${replaced})`;
  // Each space becomes a space and a mark, so a mark and a space are between two spaces.
  const collapsed = `REPLACE(REPLACE(REPLACE(${plain}, ' ', ' ' || ${MARK}), ${MARK} || ' ', ''), ${MARK}, '')`;
  return `REPLACE(LOWER(TRIM(${collapsed})), 'ß', 'ss')`;
}

/** As a literal: DuckDB takes ten times as long to bind as many CHR calls. */
function charactersOf(codes: readonly number[]): string {
  return `'${String.fromCodePoint(...codes)}'`;
}

const placeholders = ['', ...placeholderKeys].map((key) => `'${key}'`).join(', ');

/** SQL for whether a result of `comparableName`, or a lowercase name, is not a placeholder. */
export function isNotPlaceholder(key: string): string {
  return `COALESCE(${key} NOT IN (${placeholders}), FALSE)`;
}
