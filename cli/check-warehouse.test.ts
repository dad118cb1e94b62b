import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { PermissionDeniedError } from '@/lib/warehouse/errors';
import { sessionParameters } from '@/lib/warehouse/snowflake/session-parameters';
import { allTables, tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { type LoggedWarehouse, withStatementLog } from '@/test/support/statement-log';
import { type TemporaryWarehouse, temporaryWarehouse } from '@/test/support/test-warehouse';
import { checkWarehouse } from './check-warehouse';

// Settings are parsed once, when the first module reads them.
vi.hoisted(() =>
  Object.assign(process.env, {
    WAREHOUSE: 'snowflake',
    SNOWFLAKE_ACCOUNT: 'TEST',
    SNOWFLAKE_USER: 'TEST',
    SNOWFLAKE_ROLE: 'CSM_ROUTING',
    SNOWFLAKE_WAREHOUSE: 'SMALL',
    SNOWFLAKE_PASSWORD: 'secret password',
  }),
);

const now = new Date('2026-03-02T14:00:00Z');

/** The tables that setup creates. */
const ownTables = [
  'runs',
  'explanations',
  'decisions',
  'policies',
  'members',
  'reviews',
  'reviewCalls',
  'locks',
  'schemaVersions',
  'csmDetails',
] as const;

let installation: TemporaryWarehouse;
let log: LoggedWarehouse;
beforeAll(async () => {
  installation = await temporaryWarehouse(now, 'protocol-server');
});
afterAll(() => installation.dispose());
beforeEach(() => {
  log = logged(installation.warehouse);
});

/** Answers what the test server does not know: the session's role and Snowflake's clock. */
function logged(warehouse: Warehouse): LoggedWarehouse {
  const result = withStatementLog(warehouse);
  result.respond(/CURRENT_WAREHOUSE\(\)/, () => [
    { role_name: 'CSM_ROUTING', warehouse_name: 'W', database_name: 'D', schema_name: 'S' },
  ]);
  result.respond(/SYSDATE\(\)/, () => [{ now }]);
  return result;
}

async function check({ warehouse }: LoggedWarehouse = log, clock = now) {
  const lines: string[] = [];
  const passed = await checkWarehouse((line) => lines.push(line), {
    open: async () => ({ ...warehouse, close: async () => {} }),
    now: () => clock,
  });
  const report = lines.join('\n');
  /** The lines of one check. */
  const section = (title: string) =>
    report.split('\n\n').find((part) => part.split('\n')[0]?.endsWith(`  ${title}`)) ?? '';
  return { passed, report, section };
}

const execute = (warehouse: Warehouse, ...statements: readonly string[]) =>
  warehouse.transaction('test', async (session) => {
    for (const sql of statements)
      await session.write({ name: 'test', tables: allTables, sql, binds: [] });
  });

describe('the check', () => {
  it('compiles every statement of a good installation, changes nothing, and shows no secret', async () => {
    const { passed, report, section } = await check();
    expect(passed).toBe(true);
    const [, compiled, total] = /compiled (\d+) of (\d+) statements/.exec(report) ?? [];
    expect(Number(total)).toBeGreaterThan(60);
    expect(compiled).toBe(total);
    expect(section('Round trip')).toMatch(/\d+ ms \(median\)/);
    expect(report).toContain('All 11 checks passed. Nothing was changed.');
    expect(report).not.toContain('secret');
    const reads = /^(?:EXPLAIN USING TEXT|SELECT|SHOW PARAMETERS)\b/;
    const changes = log.statements().filter((sql) => !reads.test(sql));
    expect(changes.every((sql) => /WHERE FALSE$/.test(sql))).toBe(true);
  });

  it('prints the grant for a missing privilege, and continues', async () => {
    log.respond(/^DELETE FROM \S+ASSIGNMENTS_CANNE/, () => {
      throw new PermissionDeniedError('Insufficient privileges');
    });
    const { passed, report, section } = await check();
    expect(passed).toBe(false);
    expect(section('Privileges')).toContain(
      `- Missing: GRANT DELETE ON TABLE ${tableNames.assignments} TO ROLE CSM_ROUTING;`,
    );
    expect(section('Statements')).toMatch(/^passed/);
    expect(report).toContain('1 of 11 checks failed: Privileges. Nothing was changed.');
  });

  it('names a session parameter that has another value than the program sets', async () => {
    const parameters = { ...sessionParameters, TIMEZONE: 'America/Los_Angeles' };
    log.respond(/^SHOW PARAMETERS/, () =>
      Object.entries(parameters).map(([key, value]) => ({ key, value: String(value) })),
    );
    const { section } = await check();
    expect(section('Session parameters')).toContain(
      "- TIMEZONE is 'America/Los_Angeles' although the program sets it to 'UTC'.",
    );
  });

  it('reports a clock that is off', async () => {
    const { section } = await check(log, new Date(now.getTime() - 95_000));
    expect(section('Clock')).toContain('This machine’s clock is 95.0 s behind Snowflake’s.');
  });

  it('reports a failed login, without the other checks', async () => {
    const lines: string[] = [];
    const passed = await checkWarehouse((line) => lines.push(line), {
      open: async () => {
        throw new AppError('warehouse_unavailable', 'Snowflake rejected the key.');
      },
    });
    expect(passed).toBe(false);
    expect(lines.join('\n')).toContain('FAILED  Login\n        - Snowflake rejected the key.');
  });

  it('writes binds into the statements if EXPLAIN takes none', async () => {
    log.respond(/^EXPLAIN[^?]*\?/, () => {
      throw new AppError('unexpected', 'Bind variable ? not set.');
    });
    const { section } = await check();
    expect(section('Statements')).toMatch(/^passed/);
    const explained = log.statements().filter((sql) => sql.startsWith('EXPLAIN'));
    expect(explained.filter((sql) => sql.includes('?'))).toHaveLength(1);
    expect(explained.some((sql) => sql.includes("'sample account'"))).toBe(true);
  });
});

describe('the check of a redefined view', () => {
  it('names the missing column, and the statements that it breaks with Snowflake’s text', async () => {
    const { warehouse, dispose } = await temporaryWarehouse(now, 'protocol-server');
    try {
      await execute(
        warehouse,
        `CREATE OR REPLACE VIEW ${tableNames.csms} AS
SELECT active_csm AS csm_name, TRUE AS is_active FROM ${tableNames.activeCsms}`,
      );
      const { section } = await check(logged(warehouse));
      expect(section('Contract views')).toContain('CSM_ROUTING_CSMS_V has no column manager_name.');
      const problem = section('Statements');
      expect(problem).toMatch(/^FAILED/);
      expect(problem).toMatch(/- .*read-model\.company.*:/);
      expect(problem).toMatch(/"?manager_name"?/);
      expect(problem).toMatch(/compiled \d+ of \d+ statements/);
    } finally {
      await dispose();
    }
  });
});

describe('the check of the time zone', () => {
  let warehouse: TemporaryWarehouse;
  beforeAll(async () => {
    warehouse = await temporaryWarehouse(now, 'protocol-server');
  });
  afterAll(() => warehouse.dispose());

  const seed = async (at: string) => {
    await execute(
      warehouse.warehouse,
      `DELETE FROM ${tableNames.recommendations} WHERE TRUE`,
      `DELETE FROM ${tableNames.assignments} WHERE TRUE`,
    );
    await insertExternalRecommendations(warehouse.warehouse, [
      { id: 1, account: 'A', csm: 'Ana', at },
    ]);
    await upsertExternalAssignments(warehouse.warehouse, [{ account: 'A', csm: 'Ana', at }]);
  };
  const changedAt = (time: Date) => {
    const result = logged(warehouse.warehouse);
    result.respond(/last_altered/, () => [{ seconds: time.getTime() / 1000 }]);
    return result;
  };

  it('suggests a time zone if the newest times are hours before Snowflake’s record', async () => {
    await seed('2026-03-02T08:58:30Z');
    const { section } = await check(changedAt(new Date('2026-03-02T13:59:00Z')));
    expect(section('Time zone of the data')).toContain('are each 5 h before Snowflake’s record');
    expect(section('Time zone of the data')).toContain('such as America/New_York.');
  });

  it('suggests a time zone if times are in the future', async () => {
    await seed('2026-03-02T19:25:00Z');
    const { section } = await check(changedAt(now));
    expect(section('Time zone of the data')).toContain('5 h 25 min in the future');
    expect(section('Time zone of the data')).toContain('such as Asia/Kolkata.');
  });

  it('reports nothing if the role may not see when a table changed', async () => {
    await seed('2026-03-02T08:58:30Z');
    const result = logged(warehouse.warehouse);
    result.respond(/last_altered/, () => {
      throw new PermissionDeniedError('Insufficient privileges');
    });
    const { section } = await check(result);
    expect(section('Time zone of the data')).toMatch(/^passed/);
  });
});

describe('the check before setup', () => {
  it('checks the data team’s tables and the session, and says what waits for setup', async () => {
    const { warehouse, dispose } = await temporaryWarehouse(now, 'protocol-server');
    try {
      await execute(
        warehouse,
        ...[tableNames.accounts, tableNames.csms].map((view) => `DROP VIEW ${view}`),
        ...ownTables.map((name) => `DROP TABLE ${tableNames[name]}`),
      );
      const { passed, report, section } = await check(logged(warehouse));
      expect(passed).toBe(false);
      expect(section('Our tables')).toContain('Run `npm run setup` to add them.');
      expect(section('Data team’s tables')).toMatch(/^passed/);
      expect(section('Privileges')).toMatch(/^passed/);
      expect(section('Privileges')).toContain('GRANT CREATE TABLE, CREATE VIEW ON SCHEMA');
      expect(section('Statements')).toMatch(/^passed/);
      expect(section('Statements')).toMatch(
        /\d+ other statements depend on our tables, which are not created yet/,
      );
      expect(report.match(/^FAILED/gm)).toHaveLength(1);
    } finally {
      await dispose();
    }
  });
});
