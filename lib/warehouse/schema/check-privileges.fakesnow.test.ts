import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { PermissionDeniedError } from '@/lib/warehouse/errors';
import { openSnowflake } from '@/lib/warehouse/snowflake/open-snowflake';
import { tableNames } from '@/lib/warehouse/tables';
import { unresolvedStatements } from '@/test/fakesnow/unresolved-statements';
import { portabilityProblems } from '@/test/portable-sql/all-rules';
import { type LoggedWarehouse, withStatementLog } from '@/test/support/statement-log';
import { fakesnowOptions } from '@/test/support/test-warehouse';
import { checkSession, missingGrants } from './check-privileges';
import { setUp } from './setup';

const first = { now: new Date('2026-01-02T03:04:05Z'), policyJson: '{"first":true}' };

let log: LoggedWarehouse;
beforeEach(async () => {
  log = withStatementLog(await openSnowflake({ ...fakesnowOptions(), poolSize: 2 }));
});
afterEach(() => log.warehouse.close());

const grantee = { role: 'CSM_ROUTING', warehouse: 'SMALL', resolveName: (name: string) => name };

describe('missingGrants', () => {
  it('tests every privilege without changing any row', async () => {
    await setUp(log.warehouse, { ...first, dataTeam: 'create' });
    log.clear();
    expect(await missingGrants(log.warehouse, grantee)).toEqual([]);
    const changes = log.statements().filter((sql) => !/^\s*SELECT\b/i.test(sql));
    expect(changes.length).toBeGreaterThan(10);
    expect(changes.every((sql) => sql.endsWith('WHERE FALSE'))).toBe(true);
    const probes = log.statements().map((sql) => ({ name: 'probe', sql, binds: [] }));
    expect([...portabilityProblems(probes), ...unresolvedStatements(probes)]).toEqual([]);
    expect(changes).toContain(
      `UPDATE ${tableNames.locks} SET holder = holder, expires_at = expires_at WHERE FALSE`,
    );
  });

  it('returns missing privileges as GRANT statements', async () => {
    await setUp(log.warehouse, { ...first, dataTeam: 'create' });
    const deny = () => {
      throw new PermissionDeniedError('Insufficient privileges');
    };
    log.respond(/^DELETE FROM \S+ASSIGNMENTS_CANNE/, deny);
    log.respond(/^UPDATE \S+RECOMMENDATIONS_CANNE/, deny);
    // Snowflake reports a table that a role cannot see as missing.
    log.respond(/CSM_ROUTING_DECISIONS\b/, () => {
      throw new AppError('warehouse_missing', 'The table does not exist.');
    });
    expect(await missingGrants(log.warehouse, grantee)).toEqual([
      `GRANT UPDATE ON TABLE ${tableNames.recommendations} TO ROLE CSM_ROUTING;`,
      `GRANT DELETE ON TABLE ${tableNames.assignments} TO ROLE CSM_ROUTING;`,
      `GRANT SELECT, INSERT ON TABLE ${tableNames.decisions} TO ROLE CSM_ROUTING;`,
    ]);
  });
});

describe('checkSession', () => {
  it('throws the missing grants on the virtual warehouse and schema', async () => {
    const requested = { ...grantee, database: 'DSV_WAREHOUSE', schema: 'DATA_SCIENCE' };
    expect(await checkSession(log.warehouse, requested)).toEqual(grantee);
    log.respond(/CURRENT_WAREHOUSE\(\)/, () => [
      {
        role_name: 'my role',
        warehouse_name: null,
        database_name: 'DSV_WAREHOUSE',
        schema_name: null,
      },
    ]);
    const error = await checkSession(log.warehouse, { ...requested, role: undefined }).catch(
      (e) => e,
    );
    expect(error).toMatchObject({ code: 'warehouse_unavailable' });
    expect(error.message.split('\n').slice(1)).toEqual([
      '  GRANT USAGE ON WAREHOUSE SMALL TO ROLE "my role";',
      '  GRANT USAGE ON SCHEMA DSV_WAREHOUSE.DATA_SCIENCE TO ROLE "my role";',
    ]);
  });
});
