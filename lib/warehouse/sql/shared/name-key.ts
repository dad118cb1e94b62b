/**
 * SQL for a person's name for comparison: lowercase and trimmed, with straight apostrophes and
 * single spaces. Tabs and no-break spaces count as spaces.
 * @param name an SQL expression
 */
export function nameKey(name: string): string {
  const plain = `TRANSLATE(${name}, CHR(9) || CHR(160) || CHR(8217), '  ''')`;
  // Each space becomes ' |', so '| ' is between two spaces and can be removed.
  return `LOWER(TRIM(REPLACE(REPLACE(REPLACE(${plain}, ' ', ' |'), '| ', ''), '|', '')))`;
}
