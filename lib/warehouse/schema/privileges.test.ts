import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createNameMapping, mapName } from '@/lib/warehouse/snowflake/name-mapping';
import { tableNames } from '@/lib/warehouse/tables';
import { minimumGrants, requiredPrivileges } from './privileges';

const folder = new URL('../sql/', import.meta.url);

/** Files whose statements run only as the tables' owner, in setup and imports. */
const ownerOnlyFiles = /^(?:schema|sources)\.ts$/;

const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /^[a-z/-]+\.ts$/.test(file) && !ownerOnlyFiles.test(file))
  .map((file) => readFileSync(new URL(file, folder), 'utf8'));

/** Each kind of change that the statements make, such as `INSERT recommendations`. */
function changesMade(): readonly string[] {
  const changes = new Set<string>();
  for (const source of sources) {
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
  // Setup inserts the lock's row as the owner.
  changes.delete('INSERT locks');
  return [...changes].sort();
}

/** Each column that the statements set, such as `locks.holder`. */
function columnsSet(): readonly string[] {
  const columns = new Set<string>();
  for (const source of sources) {
    for (const [, table, rest = ''] of source.matchAll(
      /\b(?:MERGE INTO|UPDATE) \$\{t\.(\w+)\}([\s\S]*?)`/g,
    )) {
      const list = /\bSET\s([\s\S]*?)(?:\bWHERE\b|\bWHEN\b|$)/.exec(rest)?.[1] ?? '';
      for (const [, column] of list.matchAll(/(?:^|,)\s*(\w+) = /g)) {
        columns.add(`${table}.${column}`);
      }
    }
  }
  return [...columns].sort();
}

it('names every column that the statements set, to test UPDATE on each', () => {
  const named = requiredPrivileges.flatMap(({ name, updatedColumns = [] }) =>
    updatedColumns.map((column) => `${name}.${column}`),
  );
  expect(named.sort()).toEqual(columnsSet());
});

describe('minimumGrants', () => {
  it('allows every change that the statements make, and no others', () => {
    const granted = requiredPrivileges.flatMap(({ name, privileges }) =>
      privileges
        .filter((privilege) => privilege !== 'SELECT')
        .map((privilege) => `${privilege} ${name}`),
    );
    expect(granted.sort()).toEqual(changesMade());
  });

  it('covers every table and view except those that only a view reads', () => {
    const readByViews = ['onboardingSource', 'csmSources'];
    const covered = [...requiredPrivileges.map(({ name }) => name), ...readByViews];
    expect(covered.sort()).toEqual(Object.keys(tableNames).sort());
    expect(requiredPrivileges.every(({ privileges }) => privileges.includes('SELECT'))).toBe(true);
  });

  it('returns SQL with the installation’s names and role', () => {
    const nameMapping = createNameMapping({
      database: 'APP',
      schema: 'ROUTING',
      named: {
        recommendations: 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE',
        assignments: 'DSV_WAREHOUSE.DATA_SCIENCE.ACCOUNT_CSM_ASSIGNMENTS_CANNE',
        activeCsms: 'DSV_WAREHOUSE.DATA_SCIENCE.RESI_CORP_ACTIVE_CSMS',
        accountScores: 'DSV_WAREHOUSE.DATA_SCIENCE.SCORES',
      },
    });
    const resolveName = (name: string) => mapName(name, nameMapping);
    expect(minimumGrants({ role: 'CSM_ROUTING', warehouse: 'SMALL', resolveName })).toBe(
      `-- To run statements and find the tables
GRANT USAGE ON WAREHOUSE SMALL TO ROLE CSM_ROUTING;
GRANT USAGE ON DATABASE DSV_WAREHOUSE TO ROLE CSM_ROUTING;
GRANT USAGE ON DATABASE DSV_SHARE TO ROLE CSM_ROUTING;
GRANT USAGE ON DATABASE APP TO ROLE CSM_ROUTING;
GRANT USAGE ON SCHEMA DSV_WAREHOUSE.DATA_SCIENCE TO ROLE CSM_ROUTING;
GRANT USAGE ON SCHEMA DSV_SHARE.PUBLIC TO ROLE CSM_ROUTING;
GRANT USAGE ON SCHEMA APP.ROUTING TO ROLE CSM_ROUTING;

-- The data team's tables (use ON VIEW for a view). If a database is an imported share, this
-- grant replaces all grants in it:
-- GRANT IMPORTED PRIVILEGES ON DATABASE DSV_SHARE TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE ON TABLE DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATIONS_CANNE TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE DSV_WAREHOUSE.DATA_SCIENCE.ACCOUNT_CSM_ASSIGNMENTS_CANNE TO ROLE CSM_ROUTING;
GRANT SELECT ON TABLE DSV_WAREHOUSE.DATA_SCIENCE.RESI_CORP_ACTIVE_CSMS TO ROLE CSM_ROUTING;
GRANT SELECT ON TABLE DSV_WAREHOUSE.DATA_SCIENCE.SCORES TO ROLE CSM_ROUTING;
GRANT SELECT ON VIEW DSV_SHARE.PUBLIC.VW_ONBOARDING_DETAIL TO ROLE CSM_ROUTING;

-- For \`npm run setup\` only
GRANT CREATE TABLE, CREATE VIEW ON SCHEMA APP.ROUTING TO ROLE CSM_ROUTING;
-- Optional: for the tenure and managers of CSMs, if you have these tables (use ON VIEW for a view)
-- GRANT USAGE ON SCHEMA DSV_WAREHOUSE.POST_SALES TO ROLE CSM_ROUTING;
-- GRANT USAGE ON SCHEMA DSV_WAREHOUSE.PUBLIC TO ROLE CSM_ROUTING;
-- GRANT SELECT ON TABLE DSV_WAREHOUSE.POST_SALES.VW_CUSTOMER_HISTORY_DAILY TO ROLE CSM_ROUTING;
-- GRANT SELECT ON TABLE DSV_WAREHOUSE.PUBLIC.ACCOUNT_CSM_V2 TO ROLE CSM_ROUTING;
-- GRANT SELECT ON TABLE DSV_WAREHOUSE.PUBLIC.FACT_WDAY_EMPLOYEE_WEEKLY_HISTORY TO ROLE CSM_ROUTING;

-- Tables and views that setup creates. The role that runs setup owns them and needs no grants.
GRANT SELECT ON VIEW APP.ROUTING.CSM_ROUTING_ACCOUNTS_V TO ROLE CSM_ROUTING;
GRANT SELECT ON VIEW APP.ROUTING.CSM_ROUTING_CSMS_V TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_RUNS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT ON TABLE APP.ROUTING.CSM_ROUTING_RUN_INPUTS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT ON TABLE APP.ROUTING.CSM_ROUTING_RUN_DEFERRALS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT ON TABLE APP.ROUTING.CSM_ROUTING_EXPLANATIONS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT ON TABLE APP.ROUTING.CSM_ROUTING_DECISIONS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT ON TABLE APP.ROUTING.CSM_ROUTING_POLICIES TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_MEMBERS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT ON TABLE APP.ROUTING.CSM_ROUTING_REVIEWS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_REVIEW_CALLS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT ON TABLE APP.ROUTING.CSM_ROUTING_NOTES TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT ON TABLE APP.ROUTING.CSM_ROUTING_SNOOZES TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT ON TABLE APP.ROUTING.CSM_ROUTING_MARKED_ACCOUNTS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE APP.ROUTING.CSM_ROUTING_QUEUE_VIEWS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_PREFERENCES TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_SESSIONS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_INVITATIONS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_API_TOKENS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, DELETE ON TABLE APP.ROUTING.CSM_ROUTING_SIGN_IN_FAILURES TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT ON TABLE APP.ROUTING.CSM_ROUTING_AUDIT TO ROLE CSM_ROUTING;
GRANT SELECT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_AUDIT_HEAD TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_SCHEDULE TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_NOTIFICATIONS TO ROLE CSM_ROUTING;
GRANT SELECT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_LOCKS TO ROLE CSM_ROUTING;
GRANT SELECT ON TABLE APP.ROUTING.CSM_ROUTING_SCHEMA_VERSIONS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT, UPDATE ON TABLE APP.ROUTING.CSM_ROUTING_CSM_DETAILS TO ROLE CSM_ROUTING;
GRANT SELECT, INSERT ON TABLE APP.ROUTING.CSM_ROUTING_CSM_CHANGES TO ROLE CSM_ROUTING;`,
    );
  });
});
