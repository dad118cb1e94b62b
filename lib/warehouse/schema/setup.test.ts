import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import { type Migration, migrations } from './migrations';
import { checkSchema, setUp } from './setup';

const now = new Date('2026-01-02T03:04:05Z');
const first = { now, policyJson: '{"first":true}' };
const newest = Math.max(...migrations.map(({ version }) => version));
const next: Migration = {
  version: newest + 1,
  statements: () => [
    `ALTER TABLE ${tableNames.members} ADD COLUMN team VARCHAR`,
    `UPDATE ${tableNames.members} SET team = 'none'`,
  ],
};

let folder: string;
let warehouse: Warehouse;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
  warehouse = await openDuckDb({ path: join(folder, 'warehouse.duckdb'), create: true });
});
afterEach(async () => {
  await warehouse.close();
  await rm(folder, { recursive: true, force: true });
});

const rows = async (sql: string) => (await warehouse.script(sql)).rows;

/** Everything that setup creates, as one comparable value. */
async function contents() {
  return {
    columns: await rows(`SELECT table_catalog, table_schema, table_name, column_name, data_type
      FROM information_schema.columns WHERE table_catalog LIKE 'DSV%' ORDER BY ALL`),
    views: await rows(`SELECT database_name, view_name, sql FROM duckdb_views()
      WHERE database_name LIKE 'DSV%' ORDER BY ALL`),
    policies: await rows(`SELECT * FROM ${tableNames.policies}`),
    locks: await rows(`SELECT * FROM ${tableNames.locks}`),
    versions: await rows(`SELECT * FROM ${tableNames.schemaVersions}`),
  };
}

const member = `INSERT INTO ${tableNames.members} (email, name, role, created_at)
  VALUES ('ann@example.com', 'Ann', 'admin', TIMESTAMP '2026-01-01')`;

describe('setup', () => {
  it('creates the tables, the first policy, the lock, and the version', async () => {
    expect(await setUp(warehouse, first)).toEqual({
      from: null,
      to: newest,
      createdViews: ['CSM_ROUTING_ACCOUNTS_V', 'CSM_ROUTING_CSMS_V'],
      emptyColumns: [],
    });
    const created = await contents();
    expect(created.policies).toEqual([[1, '{"first":true}', null, 'setup', now]]);
    expect(created.locks).toEqual([
      ['run', null, null],
      ['policy', null, null],
      ['csm-details', null, null],
      ['members', null, null],
      ['schedule', null, null],
      ['notifications', null, null],
    ]);
    expect(created.versions).toEqual(migrations.map(({ version }) => [version, now]));
    expect(created.views.map(([, name]) => name)).toEqual([
      'VW_ONBOARDING_DETAIL',
      'CSM_ROUTING_ACCOUNTS_V',
      'CSM_ROUTING_CSMS_V',
    ]);
    await expect(checkSchema(warehouse)).resolves.toBeUndefined();
  });

  it('changes nothing the second time', async () => {
    await setUp(warehouse, first);
    const before = await contents();
    const later = { now: new Date('2027-01-01'), policyJson: '{"second":true}' };
    expect(await setUp(warehouse, later)).toEqual({
      from: newest,
      to: newest,
      createdViews: [],
      emptyColumns: [],
    });
    expect(await contents()).toEqual(before);
  });

  it('keeps the data team’s existing tables and rows', async () => {
    await warehouse.script(`CREATE TABLE ${tableNames.activeCsms} (active_csm VARCHAR, extra INTEGER);
      INSERT INTO ${tableNames.activeCsms} VALUES ('Ann', 7)`);
    await setUp(warehouse, first);
    expect(await rows(`SELECT * FROM ${tableNames.activeCsms}`)).toEqual([['Ann', 7]]);
    expect(await rows(`SELECT csm_name, is_active FROM ${tableNames.csms}`)).toEqual([
      ['Ann', true],
    ]);
  });

  it('never replaces a contract view that the data team redefined', async () => {
    await setUp(warehouse, first);
    await warehouse.script(`CREATE OR REPLACE VIEW ${tableNames.csms} AS
      SELECT 'Ann' AS csm_name, TRUE AS is_active`);
    await setUp(warehouse, first);
    expect(await rows(`SELECT * FROM ${tableNames.csms}`)).toEqual([['Ann', true]]);
  });

  it('recreates a missing view', async () => {
    await setUp(warehouse, first);
    await warehouse.script(`DROP VIEW ${tableNames.csms}`);
    await setUp(warehouse, first);
    expect(await rows(`SELECT * FROM ${tableNames.csms}`)).toEqual([]);
  });

  it('upgrades an older version and keeps every row', async () => {
    await setUp(warehouse, first);
    await warehouse.script(member);
    const report = await setUp(warehouse, { ...first, migrations: [...migrations, next] });
    expect(report).toMatchObject({ from: newest, to: newest + 1 });
    expect(await rows(`SELECT email, role, team FROM ${tableNames.members}`)).toEqual([
      ['ann@example.com', 'admin', 'none'],
    ]);
    expect(await rows(`SELECT version FROM ${tableNames.schemaVersions} ORDER BY version`)).toEqual(
      [...migrations, next].map(({ version }) => [version]),
    );
  });

  it('upgrades version 1 and keeps its explanations', async () => {
    await setUp(warehouse, { ...first, migrations: migrations.slice(0, 1) });
    await warehouse.script(
      `INSERT INTO ${tableNames.explanations} VALUES (1, 'r', 'A', 1, 9.5, NULL, '{}')`,
    );
    await expect(checkSchema(warehouse)).rejects.toMatchObject({ code: 'warehouse_missing' });
    expect(await setUp(warehouse, first)).toMatchObject({ from: 1, to: newest });
    expect(
      await rows(
        `SELECT score, explanation, neediness, health, revenue FROM ${tableNames.explanations}`,
      ),
    ).toEqual([[9.5, '{}', null, null, null]]);
    await expect(checkSchema(warehouse)).resolves.toBeUndefined();
  });

  it('upgrades version 3 and keeps its runs, without a snapshot', async () => {
    await setUp(warehouse, { ...first, migrations: migrations.slice(0, 3) });
    await warehouse.script(`INSERT INTO ${tableNames.runs} VALUES ('r', 'batch', FALSE, NULL, 10,
      'succeeded', 'saving', 'ann@example.com', 'Ann', TIMESTAMP '2026-01-01',
      TIMESTAMP '2026-01-01', 1, 7, 3, NULL, NULL, '{"kept":true}')`);
    await expect(checkSchema(warehouse)).rejects.toMatchObject({
      code: 'warehouse_missing',
      message: expect.stringContaining('schema version 3'),
    });
    expect(await setUp(warehouse, first)).toMatchObject({ from: 3, to: newest });
    expect(
      await rows(
        `SELECT run_id, placed, deferred, result, fairness, unavailable, deferred_accounts
        FROM ${tableNames.runs}`,
      ),
    ).toEqual([['r', 7, 3, '{"kept":true}', null, null, null]]);
    await expect(checkSchema(warehouse)).resolves.toBeUndefined();
  });

  it('leaves the older version unchanged when a migration fails', async () => {
    await setUp(warehouse, first);
    await warehouse.script(member);
    const before = await contents();
    const broken: Migration = {
      ...next,
      statements: (types) => [...next.statements(types), 'SELECT * FROM nowhere'],
    };
    const failed = setUp(warehouse, { ...first, migrations: [...migrations, broken] });
    await expect(failed).rejects.toThrow();
    expect(await contents()).toEqual(before);
    expect(await rows(`SELECT email FROM ${tableNames.members}`)).toEqual([['ann@example.com']]);
  });

  it('rejects a newer version and changes nothing', async () => {
    await setUp(warehouse, { ...first, migrations: [...migrations, next] });
    const before = await contents();
    await expect(setUp(warehouse, first)).rejects.toMatchObject({ code: 'warehouse_too_new' });
    await expect(checkSchema(warehouse)).rejects.toMatchObject({ code: 'warehouse_too_new' });
    expect(await contents()).toEqual(before);
  });

  it('is suggested by checkSchema when the tables are missing', async () => {
    await expect(checkSchema(warehouse)).rejects.toMatchObject({
      code: 'warehouse_missing',
      message: expect.stringContaining('npm run setup'),
    });
  });
});
