import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { createNameMapping, type NameMapping } from '@/lib/warehouse/snowflake/name-mapping';
import { openSnowflake } from '@/lib/warehouse/snowflake/open-snowflake';
import { tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import { type LoggedWarehouse, withStatementLog } from '@/test/support/statement-log';
import { fakesnowOptions } from '@/test/support/test-warehouse';
import { migrations } from './migrations';
import { checkSchema, setUp } from './setup';
import { columnTypes, dataTeamTables } from './tables';

const now = new Date('2026-01-02T03:04:05Z');
const first = { now, policyJson: '{"first":true}' };
const to = migrations.length;
const ddlPattern = /^\s*(CREATE|ALTER|DROP)\b/i;

const openWarehouses: Warehouse[] = [];
afterEach(async () => {
  for (const warehouse of openWarehouses.splice(0)) await warehouse.close();
});

interface Installation {
  readonly database: string;
  readonly schema: string;
  readonly nameMapping: NameMapping;
}

/** Opens an empty account, or the given one, and logs its statements. */
async function open(account = fakesnowOptions().account, installation?: Installation) {
  const options = { ...fakesnowOptions(), account, poolSize: 2, ...installation };
  const log = withStatementLog(await openSnowflake(options));
  openWarehouses.push(log.warehouse);
  return { account, warehouse: log.warehouse, log };
}

const dataTeamNames = {
  recommendations: tableNames.recommendations,
  assignments: tableNames.assignments,
  activeCsms: tableNames.activeCsms,
  accountScores: tableNames.accountScores,
};

/** The data team's tables in production, with only the columns in the guide. */
async function createDataTeamTables(warehouse: Warehouse): Promise<void> {
  const [, ...tables] = dataTeamTables(columnTypes.snowflake);
  await warehouse.script(tables.join(';\n'));
  await warehouse.script(`CREATE TABLE DSV_SHARE.PUBLIC.DETAIL (account_id_ob VARCHAR(50),
      tenant_id VARCHAR(50), success_transition_status_ob VARCHAR(50));
    CREATE VIEW ${tableNames.onboarding} AS SELECT * FROM DSV_SHARE.PUBLIC.DETAIL`);
}

/** The DDL statements since the log was last cleared. */
const ddlStatements = (log: LoggedWarehouse) =>
  log.statements().filter((sql) => ddlPattern.test(sql));

describe('setup on Snowflake', () => {
  it('creates nothing if the data team’s tables are missing, and names the setting for each', async () => {
    const { warehouse, log } = await open();
    log.clear();
    const error = await setUp(warehouse, first).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'warehouse_missing' });
    const lines = String((error as Error).message).split('\n');
    expect(lines.slice(1, 6)).toEqual([
      `  ${tableNames.recommendations} does not exist or cannot be read. If it has another name, set SNOWFLAKE_RECOMMENDATIONS_TABLE.`,
      `  ${tableNames.assignments} does not exist or cannot be read. If it has another name, set SNOWFLAKE_ASSIGNMENTS_TABLE.`,
      `  ${tableNames.activeCsms} does not exist or cannot be read. If it has another name, set SNOWFLAKE_ACTIVE_CSMS_TABLE.`,
      `  ${tableNames.accountScores} does not exist or cannot be read. If it has another name, set SNOWFLAKE_ACCOUNT_SCORES_TABLE.`,
      `  ${tableNames.onboarding} does not exist or cannot be read. If it has another name, set SNOWFLAKE_ONBOARDING_VIEW.`,
    ]);
    expect(ddlStatements(log)).toEqual([]);
  });

  it('names the columns that a table of the data team lacks', async () => {
    const { warehouse } = await open();
    await createDataTeamTables(warehouse);
    await warehouse.script(`CREATE OR REPLACE TABLE ${tableNames.activeCsms} (name VARCHAR);
      ALTER TABLE ${tableNames.assignments} DROP COLUMN last_updated`);
    const error = await setUp(warehouse, first).catch((thrown: Error) => thrown);
    expect(String(error)).toContain(`${tableNames.activeCsms} has no column active_csm.`);
    expect(String(error)).toContain(`${tableNames.assignments} has no column last_updated.`);
  });

  it('creates our tables next to the data team’s, and changes none of theirs', async () => {
    const { warehouse, log } = await open();
    await createDataTeamTables(warehouse);
    await warehouse.script(`INSERT INTO DSV_SHARE.PUBLIC.DETAIL VALUES ('A', 'T', 'Needs CSM');
      INSERT INTO ${tableNames.accountScores} (account_id_ob, neediness_score) VALUES ('A', 7.5)`);
    log.clear();
    expect(await setUp(warehouse, first)).toEqual({
      from: null,
      to,
      createdViews: ['CSM_ROUTING_ACCOUNTS_V', 'CSM_ROUTING_CSMS_V'],
      emptyColumns: [
        `${tableNames.onboarding} has no columns account_name and needs_csm_since, so they are empty for every account.`,
      ],
    });
    for (const sql of ddlStatements(log)) {
      expect(sql).toMatch(/^(CREATE (TABLE|VIEW) IF NOT EXISTS|ALTER TABLE) \S+\.CSM_ROUTING_/);
      expect(sql).not.toMatch(/^[A-Z ]+ \S+RECOMMENDATIONS_CANNE/);
    }
    await expect(checkSchema(warehouse)).resolves.toBeUndefined();
    const { rows } = await warehouse.script(
      `SELECT account_id, account_name, tenant_id, needs_csm, needs_csm_since, neediness_score
       FROM ${tableNames.accounts}`,
    );
    expect(rows).toEqual([['A', null, 'T', true, null, 7.5]]);
  });

  it('changes and writes nothing the second time', async () => {
    const { warehouse, log } = await open();
    await setUp(warehouse, { ...first, dataTeam: 'create' });
    log.clear();
    expect(await setUp(warehouse, first)).toEqual({
      from: to,
      to,
      createdViews: [],
      emptyColumns: [],
    });
    expect(log.statements().filter((sql) => !/^\s*(SELECT|WITH)\b/i.test(sql))).toEqual([]);
  });

  it('continues after a crash, and records the version last', async () => {
    const { warehouse, log } = await open();
    await createDataTeamTables(warehouse);
    const connectionLost = new AppError('warehouse_unavailable', 'The connection was lost.');
    const fail = () => {
      throw connectionLost;
    };
    log.respond(/TABLE IF NOT EXISTS \S+_POLICIES/, fail, 1);
    await expect(setUp(warehouse, first)).rejects.toBe(connectionLost);
    await expect(checkSchema(warehouse)).rejects.toMatchObject({ code: 'warehouse_missing' });
    expect(await setUp(warehouse, first)).toMatchObject({ from: null, to });
    await expect(checkSchema(warehouse)).resolves.toBeUndefined();
  });

  it('upgrades an older version', async () => {
    const { warehouse } = await open();
    await setUp(warehouse, { ...first, dataTeam: 'create' });
    const next = {
      version: to + 1,
      statements: () => [`ALTER TABLE ${tableNames.members} ADD COLUMN IF NOT EXISTS team VARCHAR`],
    };
    const report = await setUp(warehouse, { ...first, migrations: [...migrations, next] });
    expect(report).toMatchObject({ from: to, to: to + 1 });
    await expect(checkSchema(warehouse)).rejects.toMatchObject({ code: 'warehouse_too_new' });
  });

  it('upgrades version 3 by only adding columns and tables, and keeps its rows', async () => {
    const { warehouse, log } = await open();
    const before = migrations.slice(0, 3);
    await setUp(warehouse, { ...first, dataTeam: 'create', migrations: before });
    await warehouse.script(`INSERT INTO ${tableNames.runs} (run_id, mode, dry_run, status, started_by,
      started_by_name, started_at, policy_version, result)
      VALUES ('r', 'batch', FALSE, 'succeeded', 'ann@example.com', 'Ann', '2026-01-01', 1, '{}')`);
    log.clear();
    expect(await setUp(warehouse, first)).toMatchObject({ from: 3, to });
    expect(ddlStatements(log)).toContain(
      `ALTER TABLE ${tableNames.runs} ADD COLUMN IF NOT EXISTS fairness VARCHAR`,
    );
    for (const sql of ddlStatements(log)) {
      expect(sql).toMatch(
        /^(CREATE TABLE IF NOT EXISTS \S+\.CSM_ROUTING_|ALTER TABLE \S+\.CSM_ROUTING_\w+ ADD COLUMN IF NOT EXISTS )/,
      );
    }
    const { rows } = await warehouse.script(
      `SELECT run_id, result, fairness, unavailable, deferred_accounts, max_per_run
FROM ${tableNames.runs}`,
    );
    expect(rows).toEqual([['r', '{}', null, null, null, null]]);
  });

  it('uses the tables at the installation’s locations', async () => {
    const { account, warehouse: dataTeam } = await open();
    await createDataTeamTables(dataTeam);
    await dataTeam.script('CREATE DATABASE APP; CREATE SCHEMA APP.ROUTING');
    const location = { database: 'APP', schema: 'ROUTING' };
    const { warehouse } = await open(account, {
      ...location,
      nameMapping: createNameMapping({ ...location, named: dataTeamNames }),
    });
    await setUp(warehouse, first);
    const { rows } = await dataTeam.script(
      `SELECT MAX(version) FROM APP.ROUTING.CSM_ROUTING_SCHEMA_VERSIONS`,
    );
    expect(rows).toEqual([[to]]);
    await expect(checkSchema(dataTeam)).rejects.toMatchObject({ code: 'warehouse_missing' });
  });
});

describe('sample tables', () => {
  it('have production’s types and are never created next to the data team’s', async () => {
    const { warehouse } = await open();
    await setUp(warehouse, { ...first, dataTeam: 'create' });
    const { rows } = await warehouse.script(
      `SELECT LOWER(column_name) FROM INFORMATION_SCHEMA.COLUMNS
       WHERE table_name = 'CSM_ROUTING_RECOMMENDATIONS_CANNE' ORDER BY ordinal_position LIMIT 2`,
    );
    expect(rows).toEqual([['recommendation_id'], ['account_id']]);
    await setUp(warehouse, { ...first, dataTeam: 'create' });

    const { warehouse: existing, log } = await open();
    await existing.script(`CREATE TABLE ${tableNames.activeCsms} (active_csm VARCHAR)`);
    log.clear();
    await expect(setUp(existing, { ...first, dataTeam: 'create' })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(tableNames.activeCsms),
    });
    expect(ddlStatements(log)).toEqual([]);
  });

  it('can be created in a separate schema', async () => {
    const { warehouse: admin, account } = await open();
    await admin.script('CREATE DATABASE TRIAL; CREATE SCHEMA TRIAL.OURS');
    const location = { database: 'TRIAL', schema: 'OURS' };
    const nameMapping = createNameMapping({
      ...location,
      named: { onboarding: 'VW_ONBOARDING_DETAIL' },
    });
    const { warehouse } = await open(account, { ...location, nameMapping });
    await setUp(warehouse, { ...first, dataTeam: 'create' });
    await warehouse.script(
      `INSERT INTO ${tableNames.onboardingSource} (account_id_ob) VALUES ('A')`,
    );
    const { rows } = await admin.script(`SELECT account_id FROM TRIAL.OURS.CSM_ROUTING_ACCOUNTS_V`);
    expect(rows).toEqual([['A']]);
  });
});
