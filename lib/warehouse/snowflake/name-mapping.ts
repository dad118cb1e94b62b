import { tableNames } from '@/lib/warehouse/tables';

/** Where an installation keeps what: canonical three-part names in upper case, to its own names. */
export type NameMapping = ReadonlyMap<string, string>;

/**
 * The data team's five objects, each of which may be elsewhere than the guide says, and the setting
 * that tells where.
 */
export const tableVariables = {
  recommendations: 'SNOWFLAKE_RECOMMENDATIONS_TABLE',
  assignments: 'SNOWFLAKE_ASSIGNMENTS_TABLE',
  activeCsms: 'SNOWFLAKE_ACTIVE_CSMS_TABLE',
  accountScores: 'SNOWFLAKE_ACCOUNT_SCORES_TABLE',
  onboarding: 'SNOWFLAKE_ONBOARDING_VIEW',
} as const;
export type DataTeamTable = keyof typeof tableVariables;

/**
 * Makes the mapping of an installation. What is ours, and the data team's tables that are not named
 * otherwise, is in `database.schema`; VW_ONBOARDING_DETAIL stays in DSV_SHARE.PUBLIC unless named.
 * @param named other names; what a name of one or two parts leaves out is `database` and `schema`
 * @throws TypeError for anything that is no identifier, since it would become part of statements.
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
    const spelled = inFull(given ?? fallback);
    if (spelled !== canonical) places.set(canonical.toUpperCase(), spelled);
  }
  return places;
}

/** How a canonical name is spelled in the installation. */
export function mapName(name: string, places: NameMapping): string {
  return places.get(name.toUpperCase()) ?? name;
}

/** Text that must stay as it is (strings, quoted names, comments), or a bare three-part name. */
const pattern = new RegExp(
  [
    String.raw`'(?:[^'\\]|\\[\s\S]|'')*'`,
    '"(?:[^"]|"")*"',
    String.raw`\$\$[\s\S]*?\$\$`,
    String.raw`(?:--|\/\/)[^\n]*`,
    String.raw`\/\*[\s\S]*?\*\/`,
    String.raw`(?<![\w$."])([a-z_][\w$]*\.[a-z_][\w$]*\.[a-z_][\w$]*)(?![\w$])`,
  ].join('|'),
  'gi',
);

/** Spells a statement's canonical names as the installation has them, in any case they stand. */
export function mapNames(sql: string, places: NameMapping): string {
  if (places.size === 0) return sql;
  return sql.replace(pattern, (whole, name?: string) =>
    name === undefined ? whole : mapName(name, places),
  );
}

/** An identifier as Snowflake takes it: bare, or anything printable in double quotes. */
const identifierPattern = String.raw`(?:[A-Za-z_][A-Za-z0-9_$]*|"(?:[^"\p{Cc}]|"")+")`;

const onlyIdentifier = new RegExp(`^${identifierPattern}$`, 'u');
const qualifiedName = new RegExp(`^${identifierPattern}(?:\\.${identifierPattern}){0,2}$`, 'u');
const everyIdentifier = new RegExp(identifierPattern, 'gu');

/** Whether a text is one identifier and nothing else, so that it may stand in a statement. */
export function isIdentifier(text: string): boolean {
  return onlyIdentifier.test(text);
}

/** Whether a text is the name of a table: one to three identifiers with dots between. */
export function isQualifiedName(text: string): boolean {
  return qualifiedName.test(text);
}

/** The identifiers of a name for which `isName` holds, outermost first. */
export function nameParts(name: string): readonly string[] {
  return name.match(everyIdentifier) ?? [];
}

/** Spells a name that Snowflake answered so that it may stand in a statement. */
export function quoteIdentifier(name: string): string {
  return /^[A-Z_][A-Z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
