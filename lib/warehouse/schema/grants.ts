import { names } from '../names';
import { partsOf } from '../snowflake/identifiers';
import type { Spelled } from './data-team';
import { isDataTeams, type Need, needs } from './privileges';

/** Who is granted, and where. */
export interface Grantee {
  readonly role: string;
  /** The virtual warehouse that computes. */
  readonly warehouse: string;
  readonly spelled: Spelled;
}

/** One privilege as the statement that grants it. */
export function grantOf(need: Need, grantee: Grantee, privileges = need.privileges): string {
  const on = `${need.kind} ${grantee.spelled(names[need.name])}`;
  return `GRANT ${privileges.join(', ')} ON ${on} TO ROLE ${grantee.role};`;
}

/** What lets the role use the virtual warehouse. */
export function grantOfWarehouse({ role, warehouse }: Grantee): string {
  return `GRANT USAGE ON WAREHOUSE ${warehouse} TO ROLE ${role};`;
}

/** What lets the role make what is ours; only setting up needs it. */
export function grantOfSetUp({ role, spelled }: Grantee): string {
  return `GRANT CREATE TABLE, CREATE VIEW ON SCHEMA ${schemaOf(spelled(names.runs))} TO ROLE ${role};`;
}

/** The least grants that the program's role needs, as SQL for whoever may grant. */
export function leastGrants(grantee: Grantee): string {
  const { role, spelled } = grantee;
  const theirs = needs.filter(({ name }) => isDataTeams(name));
  const ours = needs.filter(({ name }) => !isDataTeams(name));
  const schemas = [...new Set(needs.map(({ name }) => schemaOf(spelled(names[name]))))];
  const share = partsOf(spelled(names.onboarding))[0] ?? '';
  const databases = [...new Set(schemas.map((schema) => partsOf(schema)[0] ?? ''))];
  const lines = [
    '-- To run statements and find the tables',
    grantOfWarehouse(grantee),
    ...databases.map((database) => `GRANT USAGE ON DATABASE ${database} TO ROLE ${role};`),
    ...schemas.map((schema) => `GRANT USAGE ON SCHEMA ${schema} TO ROLE ${role};`),
    '',
    "-- The data team's tables (ON VIEW where one of them is a view). Where a database is a share",
    '-- that was imported, this stands for all grants in it:',
    `-- GRANT IMPORTED PRIVILEGES ON DATABASE ${share} TO ROLE ${role};`,
    ...theirs.map((need) => grantOf(need, grantee)),
    '',
    '-- For `npm run setup` only',
    grantOfSetUp(grantee),
    '',
    '-- What setup made; the role that ran it owns this and needs no grant',
    ...ours.map((need) => grantOf(need, grantee)),
  ];
  return lines.join('\n');
}

function schemaOf(name: string): string {
  return partsOf(name).slice(0, 2).join('.');
}
