import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PermissionDeniedError } from '@/lib/warehouse/errors';
import { openSnowflake } from '@/lib/warehouse/snowflake/open-snowflake';
import { tableNames } from '@/lib/warehouse/tables';
import { createCsmSources } from '@/test/support/csm-sources';
import { type LoggedWarehouse, withStatementLog } from '@/test/support/statement-log';
import { fakesnowOptions } from '@/test/support/test-warehouse';
import { setUpWarehouse } from './setup-warehouse';

// Settings are parsed once, when the first module reads them.
vi.hoisted(() =>
  Object.assign(process.env, {
    WAREHOUSE: 'snowflake',
    SNOWFLAKE_ACCOUNT: 'TEST',
    SNOWFLAKE_USER: 'TEST',
    SNOWFLAKE_ROLE: 'CSM_ROUTING',
    SNOWFLAKE_WAREHOUSE: 'SMALL',
    SNOWFLAKE_PASSWORD: 'any',
  }),
);

const now = new Date('2026-01-02T03:04:05Z');
let log: LoggedWarehouse;
beforeEach(async () => {
  log = withStatementLog(await openSnowflake(fakesnowOptions()));
});

const setUp = (options: { readonly applyViews?: boolean } = {}) =>
  setUpWarehouse(now, { sampleTables: true, open: async () => log.warehouse, ...options });
const deny = () => {
  throw new PermissionDeniedError('Insufficient privileges');
};

describe('setting up Snowflake', () => {
  it('names the privilege that the role needs to create tables', async () => {
    log.respond(/^CREATE TABLE/, deny);
    await expect(setUp()).rejects.toMatchObject({
      code: 'warehouse_unavailable',
      message: expect.stringContaining(
        'GRANT CREATE TABLE, CREATE VIEW ON SCHEMA DSV_WAREHOUSE.DATA_SCIENCE TO ROLE CSM_ROUTING;',
      ),
    });
  });

  it('fills in the tenure of CSMs, and reports who still lacks a detail', async () => {
    await createCsmSources(log.warehouse, { accountCsms: [{ csm: 'Ana', date: '2020-01-01' }] });
    await log.warehouse.script(`CREATE TABLE ${tableNames.activeCsms} (active_csm VARCHAR(100));
      INSERT INTO ${tableNames.activeCsms} VALUES ('Ana'), ('Bo');
      CREATE TABLE ${tableNames.onboardingSource} (account_id_ob VARCHAR(50),
        success_transition_status_ob VARCHAR(50))`);
    const { createdViews, sources, csms } = await setUp();
    expect(createdViews).toContain('CSM_ROUTING_CSMS_V');
    expect(csms).toEqual({
      active: 2,
      missing: { tenure: ['Bo'], manager: ['Ana', 'Bo'], class: ['Ana', 'Bo'] },
    });
    expect(sources.offered).toEqual([]);
    expect(sources.dailyTask).toMatch(
      /^CREATE OR REPLACE TASK DSV_WAREHOUSE\.DATA_SCIENCE\.CSM_ROUTING_CSM_SOURCES_DAILY\n {2}WAREHOUSE = SMALL\n[\s\S]*\nAS\nMERGE INTO DSV_WAREHOUSE/,
    );
  });

  it('reports a missing grant after it has created everything', async () => {
    log.respond(/^DELETE FROM \S+ASSIGNMENTS_CANNE/, deny);
    const { grants } = await setUp();
    expect(grants?.missing).toEqual([
      `GRANT DELETE ON TABLE ${tableNames.assignments} TO ROLE CSM_ROUTING;`,
    ]);
  });
});
