import sql, { join, raw, type Sql } from 'sql-template-tag';

/**
 * The name to use, by spelling, where the two differ; null for a placeholder. Usually empty, because most
 * sources spell a name in one way.
 */
export type Spellings = ReadonlyMap<string, string | null>;

/** The name to use for the person in a column. */
export function spelled(column: Sql, spellings: Spellings): Sql {
  if (spellings.size === 0) return column;
  const cases = [...spellings].map(([spelling, name]) =>
    name === null ? sql`WHEN ${spelling} THEN NULL` : sql`WHEN ${spelling} THEN ${name}`,
  );
  return sql`CASE ${column} ${join(cases, ' ')} ELSE ${column} END`;
}

/** Condition: a column has one of the people, in any spelling. */
export function isOneOfPeople(column: Sql, people: readonly string[], spellings: Spellings): Sql {
  if (people.length === 0) return raw('FALSE');
  return sql`${column} IN (${join(spellingsOf(people, spellings))})`;
}

/** All spellings of these people, given by the names to use. */
function spellingsOf(people: readonly string[], spellings: Spellings): string[] {
  const selected = new Set<string | null>(people);
  const others = [...spellings].flatMap(([spelling, name]) =>
    name !== null && selected.has(name) ? [spelling] : [],
  );
  return [...people, ...others];
}
