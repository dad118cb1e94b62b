import { tableNames } from '@/lib/warehouse/tables';

/** Maps uppercase canonical three-part names to the installation's names. */
export type NameMapping = ReadonlyMap<string, string>;

/** The data team's five tables and views, and the setting for the location of each. */
export const tableVariables = {
  recommendations: 'SNOWFLAKE_RECOMMENDATIONS_TABLE',
  assignments: 'SNOWFLAKE_ASSIGNMENTS_TABLE',
  activeCsms: 'SNOWFLAKE_ACTIVE_CSMS_TABLE',
  accountScores: 'SNOWFLAKE_ACCOUNT_SCORES_TABLE',
  onboarding: 'SNOWFLAKE_ONBOARDING_VIEW',
} as const;
export type DataTeamTable = keyof typeof tableVariables;

/**
 * Creates the name mapping of an installation. Our tables, and the data team's unless named, are in
 * `database.schema`. VW_ONBOARDING_DETAIL is in DSV_SHARE.PUBLIC unless named.
 * @param named other locations; names of one or two parts are completed with `database` and
 * `schema`
 * @throws TypeError for an invalid identifier, because it would become part of statements
 */
export function createNameMapping(home: {
  readonly database: string;
  readonly schema: string;
  readonly named?: Readonly<Partial<Record<DataTeamTable, string | undefined>>>;
}): NameMapping {
  const { database, schema, named = {} } = home;
  for (const part of [database, schema]) {
    if (!isIdentifier(part)) throw new TypeError(`${part} is no identifier`);
  }
  const inFull = (name: string) => {
    if (!isQualifiedName(name)) throw new TypeError(`${name} is no name of a table`);
    const parts = nameParts(name);
    return [...[database, schema].slice(0, 3 - parts.length), ...parts].join('.');
  };
  const places = new Map<string, string>();
  for (const [key, canonical] of Object.entries(tableNames)) {
    const given = named[key as DataTeamTable];
    const fallback = key === 'onboarding' ? canonical : (nameParts(canonical)[2] ?? canonical);
    const actual = inFull(given ?? fallback);
    if (actual !== canonical) places.set(canonical.toUpperCase(), actual);
  }
  return places;
}

/** The installation's name for a canonical name. */
export function mapName(name: string, places: NameMapping): string {
  return places.get(name.toUpperCase()) ?? name;
}

/**
 * Matches a table name in a string, which is how SYSTEM$LAST_CHANGE_COMMIT_TIME takes it; text to
 * leave unchanged (strings, quoted names, comments); or an unquoted three-part name.
 */
const pattern = new RegExp(
  [
    String.raw`(?<=SYSTEM\$LAST_CHANGE_COMMIT_TIME\()'([^']+)'`,
    String.raw`'(?:[^'\\]|\\[\s\S]|'')*'`,
    '"(?:[^"]|"")*"',
    String.raw`\$\$[\s\S]*?\$\$`,
    String.raw`(?:--|\/\/)[^\n]*`,
    String.raw`\/\*[\s\S]*?\*\/`,
    String.raw`(?<![\w$."])([a-z_][\w$]*\.[a-z_][\w$]*\.[a-z_][\w$]*)(?![\w$])`,
  ].join('|'),
  'gi',
);

/** Replaces a statement's canonical names, in any case, with the installation's names. */
export function mapNames(sql: string, places: NameMapping): string {
  if (places.size === 0) return sql;
  return sql.replace(pattern, (whole, nameInString?: string, name?: string) => {
    if (nameInString) return `'${mapName(nameInString, places).replaceAll("'", "''")}'`;
    return name === undefined ? whole : mapName(name, places);
  });
}

/** A Snowflake identifier: unquoted, or any printable text in double quotes. */
const identifierPattern = String.raw`(?:[A-Za-z_][A-Za-z0-9_$]*|"(?:[^"\p{Cc}]|"")+")`;

const onlyIdentifier = new RegExp(`^${identifierPattern}$`, 'u');
const qualifiedName = new RegExp(`^${identifierPattern}(?:\\.${identifierPattern}){0,2}$`, 'u');
const everyIdentifier = new RegExp(identifierPattern, 'gu');

/** Whether the text is exactly one identifier, and so is safe in a statement. */
export function isIdentifier(text: string): boolean {
  return onlyIdentifier.test(text);
}

/** Whether the text is a table name: one to three identifiers separated by dots. */
export function isQualifiedName(text: string): boolean {
  return qualifiedName.test(text);
}

/** The identifiers of a valid name, outermost first. */
export function nameParts(name: string): readonly string[] {
  return name.match(everyIdentifier) ?? [];
}

/** Quotes a name returned by Snowflake for use in a statement. */
export function quoteIdentifier(name: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
