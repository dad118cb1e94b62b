import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createNameMapping, mapName } from '@/lib/warehouse/snowflake/name-mapping';
import { tableNames } from '@/lib/warehouse/tables';
import { minimumGrants, requiredPrivileges } from './privileges';

const folder = new URL('../sql/', import.meta.url);

/** Tables that only their owner writes, in setup and imports. */
const ownersOnly = /^(?:schema|sources)\.ts$/;

/** `INSERT recommendations`, … for each change made by a statement. */
function changesMade(): readonly string[] {
  const changes = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/^[a-z/-]+\.ts$/.test(file) || ownersOnly.test(file)) continue;
    const source = readFileSync(new URL(file, folder), 'utf8');
    for (const [, verb = '', table] of source.matchAll(
      /\b(INSERT INTO|UPDATE|DELETE FROM) \$\{t\.(\w+)\}/g,
    )) {
      changes.add(`${verb.split(' ')[0]} ${table}`);
    }
    for (const [, table, rest = ''] of source.matchAll(/\bMERGE INTO \$\{t\.(\w+)\}([\s\S]*?)`/g)) {
      for (const [, verb] of rest.matchAll(/\bTHEN\s+(INSERT|UPDATE|DELETE)\b/g)) {
        changes.add(`${verb} ${table}`);
      }
    }
  }
  // Setup inserts the lock's row as owner.
  changes.delete('INSERT locks');
  return [...changes].sort();
}

describe('the minimum grants', () => {
  it('allow every change that the statements make, and no others', () => {
    const granted = requiredPrivileges.flatMap(({ name, privileges }) =>
      privileges.filter((each) => each !== 'SELECT').map((each) => `${each} ${name}`),
    );
    expect(granted.sort()).toEqual(changesMade());
  });

  it('cover every table and view except the sources of samples', () => {
    const covered = [...requiredPrivileges.map(({ name }) => name), 'onboardingSource'];
    expect(covered.sort()).toEqual(Object.keys(tableNames).sort());
    expect(requiredPrivileges.every(({ privileges }) => privileges.includes('SELECT'))).toBe(true);
  });

  it('are SQL with the installation’s names and role', () => {
    const places = createNameMapping({
      database: 'APP',
      schema: 'ROUTING',
      named: {
        recommendations: 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE',
        assignments: 'DSV_WAREHOUSE.DATA_SCIENCE.ACCOUNT_CSM_ASSIGNMENTS_CANNE',
        activeCsms: 'DSV_WAREHOUSE.DATA_SCIENCE.RESI_CORP_ACTIVE_CSMS',
        accountScores: 'DSV_WAREHOUSE.DATA_SCIENCE.SCORES',
      },
    });
    const resolveName = (name: string) => mapName(name, places);
    expect(minimumGrants({ role: 'CSM_ROUTING', warehouse: 'SMALL', resolveName })).toBe(
      `-- To run statements and find the tables
GRANT USAGE ON WAREHOUSE SMALL TO ROLE CSM_ROUTING;
GRANT USAGE ON DATABASE DSV_WAREHOUSE TO ROLE CSM_ROUTING;
GRANT USAGE ON DATABASE DSV_SHARE TO ROLE CSM_ROUTING;
GRANT USAGE ON DATABASE APP TO ROLE CSM_ROUTING;
GRANT USAGE ON SCHEMA DSV_WAREHOUSE.DATA_SCIENCE TO ROLE CSM_ROUTING;
GRANT USAGE ON SCHEMA DSV_SHARE.PUBLIC TO ROLE CSM_ROUTING;
GRANT USAGE ON SCHEMA APP.ROUTING TO ROLE CSM_ROUTING;

-- The data team's tables (ON VIEW where one of them is a view). Where a database is a share
-- that was imported, this stands for all grants in it:
-- GRANT IMPORTED PRIVILEGES ON DATABASE DSV_SHARE TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE ON TABLE DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE DSV_WAREHOUSE.DATA_SCIENCE.ACCOUNT_CSM_ASSIGNMENTS_CANNE TO ROLE CSM_ROUTING;
GRANT SELECT ON TABLE DSV_WAREHOUSE.DATA_SCIENCE.RESI_CORP_ACTIVE_CSMS TO ROLE CSM_ROUTING;
GRANT SELECT ON TABLE DSV_WAREHOUSE.DATA_SCIENCE.SCORES TO ROLE CSM_ROUTING;
GRANT SELECT ON VIEW DSV_SHARE.PUBLIC.VW_ONBOARDING_DETAIL TO ROLE CSM_ROUTING;

-- For \`npm run setup\` only
GRANT CREATE TABLE, CREATE VIEW ON SCHEMA APP.ROUTING TO ROLE CSM_ROUTING;

-- What setup made; the role that ran it owns this and needs no grant
GRANT SELECT ON VIEW APP.ROUTING.CSM_ROUTING_ACCOUNTS_V TO ROLE CSM_ROUTING;
GRANT SELECT ON VIEW APP.ROUTING.CSM_ROUTING_CSMS_V TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_RUNS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT ON TABLE APP.ROUTING.CSM_ROUTING_EXPLANATIONS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT ON TABLE APP.ROUTING.CSM_ROUTING_DECISIONS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT ON TABLE APP.ROUTING.CSM_ROUTING_POLICIES TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_MEMBERS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT ON TABLE APP.ROUTING.CSM_ROUTING_REVIEWS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_REVIEW_CALLS TO ROLE CSM_ROUTING;
GRANT SELECT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_LOCKS TO ROLE CSM_ROUTING;
GRANT SELECT ON TABLE APP.ROUTING.CSM_ROUTING_SCHEMA_VERSIONS TO ROLE CSM_ROUTING;
GRANT SELECT ON TABLE APP.ROUTING.CSM_ROUTING_CSM_DETAILS TO ROLE CSM_ROUTING;`,
    );
  });
});
