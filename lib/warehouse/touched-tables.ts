import { names } from './names';

const upper = (list: readonly string[]) => list.map((name) => name.toUpperCase());

const views = new Set(upper([names.onboarding, names.accounts, names.csms]));
const tables = upper(Object.values(names)).filter((name) => !views.has(name));

/** What the program notes for itself, of which the data team's views have nothing to tell. */
const notes = upper([
  ...[names.runs, names.policies, names.members],
  ...[names.reviewCalls, names.locks, names.schemaVersions],
]);

/** A view may have been redefined over any of these. */
const behindViews = tables.filter((name) => !notes.includes(name));

/**
 * The tables that a statement touches, in capitals: those that it names, and whatever a view that it
 * names may stand on; null when it names none, or anything else.
 */
export function touchedTables(sql: string): ReadonlySet<string> | null {
  const named = sql.match(/\bDSV_\w+(?:\.\w+)+/gi)?.map((name) => name.toUpperCase());
  if (!named?.every((name) => views.has(name) || tables.includes(name))) return null;
  return new Set(named.flatMap((name) => (views.has(name) ? behindViews : [name])));
}
