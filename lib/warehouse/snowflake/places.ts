import { names } from '../names';
import { isIdentifier, isName, partsOf } from './identifiers';

/** Where an installation keeps what: canonical three-part names in upper case, to its own names. */
export type Places = ReadonlyMap<string, string>;

/**
 * The data team's five objects, each of which may be elsewhere than the guide says, and the setting
 * that tells where.
 */
export const placeVariables = {
  recommendations: 'SNOWFLAKE_RECOMMENDATIONS_TABLE',
  assignments: 'SNOWFLAKE_ASSIGNMENTS_TABLE',
  activeCsms: 'SNOWFLAKE_ACTIVE_CSMS_TABLE',
  accountScores: 'SNOWFLAKE_ACCOUNT_SCORES_TABLE',
  onboarding: 'SNOWFLAKE_ONBOARDING_VIEW',
} as const;
export type DataTeamName = keyof typeof placeVariables;

/**
 * Makes the mapping of an installation. What is ours, and the data team's tables that are not named
 * otherwise, is in `database.schema`; VW_ONBOARDING_DETAIL stays in DSV_SHARE.PUBLIC unless named.
 * @param named other names; what a name of one or two parts leaves out is `database` and `schema`
 * @throws TypeError for anything that is no identifier, since it would become part of statements.
 */
export function placesOf(home: {
  readonly database: string;
  readonly schema: string;
  readonly named?: Readonly<Partial<Record<DataTeamName, string | undefined>>>;
}): Places {
  const { database, schema, named = {} } = home;
  for (const part of [database, schema]) {
    if (!isIdentifier(part)) throw new TypeError(`${part} is no identifier`);
  }
  const inFull = (name: string) => {
    if (!isName(name)) throw new TypeError(`${name} is no name of a table`);
    const parts = partsOf(name);
    return [...[database, schema].slice(0, 3 - parts.length), ...parts].join('.');
  };
  const places = new Map<string, string>();
  for (const [key, canonical] of Object.entries(names)) {
    const given = named[key as DataTeamName];
    const fallback = key === 'onboarding' ? canonical : (partsOf(canonical)[2] ?? canonical);
    const spelled = inFull(given ?? fallback);
    if (spelled !== canonical) places.set(canonical.toUpperCase(), spelled);
  }
  return places;
}

/** How a canonical name is spelled in the installation. */
export function placeOf(name: string, places: Places): string {
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
export function placed(sql: string, places: Places): string {
  if (places.size === 0) return sql;
  return sql.replace(pattern, (whole, name?: string) =>
    name === undefined ? whole : placeOf(name, places),
  );
}
