import { names } from './names';

const views: readonly string[] = [names.onboarding, names.accounts, names.csms];
const tables = new Set(
  Object.values(names)
    .filter((name) => !views.includes(name))
    .map((name) => name.toUpperCase()),
);

/**
 * The tables that a statement names, in capitals; null when it names none, or anything else, such
 * as a view, which may stand on any table.
 */
export function touchedTables(sql: string): ReadonlySet<string> | null {
  const named = sql.match(/\bDSV_\w+(?:\.\w+)+/gi)?.map((name) => name.toUpperCase());
  return named?.every((name) => tables.has(name)) ? new Set(named) : null;
}
