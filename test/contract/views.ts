import { afterEach, describe, expect, it } from 'vitest';
import { setUp } from '@/lib/warehouse/schema/setup';
import { accountPoolStats, onboardingStatuses } from '@/lib/warehouse/sql/accounts';
import { upsertCsmDetails } from '@/lib/warehouse/sql/csm-edits';
import { companyFacts, openWork } from '@/lib/warehouse/sql/read-model';
import {
  contractViewColumns,
  contractViewDefinitions,
  findSampleTables,
  sourceColumns,
  viewsWithOtherSources,
} from '@/lib/warehouse/sql/schema';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import { allQueries } from './all-queries';
import { accountById, type ContractHarness, readCurrentCsms, routableAccounts } from './harness';
import { limits, now } from './rows';

const columns = `account_id, account_name, tenant_id, needs_csm, needs_csm_since, current_csm,
  neediness_score, health_score, health_color, revenue, account_segment, account_level, industry`;

/** The two contract views, as created and as the data team may redefine them. */
export function describeViews(harness: ContractHarness): void {
  let redefined: string[] = [];
  const redefine = async (view: string, select: string) => {
    redefined.push(view);
    await harness.context.warehouse.script(`CREATE OR REPLACE VIEW ${view} AS ${select}`);
  };
  afterEach(async () => {
    for (const view of new Set(redefined))
      await harness.context.warehouse.script(`DROP VIEW ${view}`);
    if (redefined.length > 0) await setUp(harness.context.warehouse, { now, policyJson: '{}' });
    redefined = [];
  });

  it('have the expected columns', async () => {
    const found = await harness.read(contractViewColumns());
    const columnsOf = (view: string) =>
      found.filter(({ view_name }) => view_name === view).map(({ column_name }) => column_name);
    expect(columnsOf('CSM_ROUTING_ACCOUNTS_V').sort()).toEqual(
      [...columns.split(/,\s+/), 'onboarding_status'].sort(),
    );
    expect(columnsOf('CSM_ROUTING_CSMS_V')).toHaveLength(8);
    expect(found).toHaveLength(22);
  });

  it('have sources whose columns are found without reading rows', async () => {
    await harness.context.queryRows(
      `INSERT INTO ${tableNames.activeCsms} (active_csm) SELECT 'Ann'`,
    );
    expect(await harness.read(sourceColumns('activeCsms'))).toEqual([['active_csm']]);
    const [onboarding = []] = await harness.read(sourceColumns('onboarding'));
    expect([...onboarding].sort()).toEqual([
      'account_id_ob',
      'account_name',
      'needs_csm_since',
      'success_transition_status_ob',
      'tenant_id',
    ]);
    await harness.context.queryRows(`DELETE FROM ${tableNames.activeCsms}`);
  });

  it('read sample tables in a test warehouse, which an import may fill', async () => {
    expect(await harness.read(findSampleTables())).toEqual([{ found: 1 }]);
  });

  it('have definitions that name the tables they read', async () => {
    const definitions = await harness.read(contractViewDefinitions());
    expect(Object.fromEntries(definitions.map((row) => [row.view_name, row.definition]))).toEqual({
      CSM_ROUTING_ACCOUNTS_V: expect.stringMatching(/vw_onboarding_detail/i),
      CSM_ROUTING_CSMS_V: expect.stringMatching(/resi_corp_active_csms/i),
    });
  });

  it('are reported if they read none of the tables that an import fills', async () => {
    expect(await harness.read(viewsWithOtherSources())).toEqual([]);
    await redefine(tableNames.csms, `SELECT 'Ann' AS csm_name, TRUE AS is_active`);
    expect(await harness.read(viewsWithOtherSources())).toEqual([
      { view_name: 'CSM_ROUTING_CSMS_V' },
    ]);
    await redefine(tableNames.accounts, `SELECT 'A' AS account_id`);
    expect(await harness.read(viewsWithOtherSources())).toHaveLength(2);
  });

  it('have each account once per source row, with its newest CSM', async () => {
    await harness.context.queryRows(`INSERT INTO ${tableNames.assignments} (account_id, csm_name, assignment_date)
      SELECT 'A', 'Ana', CAST('2026-03-01 10:00:00' AS TIMESTAMP_NTZ)`);
    await seedCompany(harness.context.warehouse, {
      accounts: [{ id: 'A', csm: 'Old' }, { id: 'B', csm: 'Old' }, { id: 'C' }],
    });
    await harness.context.queryRows(
      `INSERT INTO ${tableNames.onboardingSource} (account_id_ob) SELECT CAST(NULL AS VARCHAR)`,
    );
    await harness.context.queryRows(`INSERT INTO ${tableNames.accountScores} (account_id_ob, neediness_score)
      SELECT CAST(NULL AS VARCHAR), 3`);
    const rows = await harness.context.queryRows(
      `SELECT account_id, current_csm, needs_csm FROM ${tableNames.accounts} ORDER BY account_id`,
    );
    expect(rows).toEqual([
      { account_id: 'A', current_csm: 'Ana', needs_csm: false },
      { account_id: 'B', current_csm: 'Old', needs_csm: false },
      { account_id: 'C', current_csm: null, needs_csm: true },
    ]);
  });

  it('have each CSM once in any spelling, active if on the list of active CSMs', async () => {
    await seedCompany(harness.context.warehouse, {
      csms: [
        { name: 'Ana' },
        { name: 'ANA\u00A0', tenureMonths: 3 },
        { name: 'Unassigned' },
        { name: 'Inactive', active: false },
      ],
    });
    await harness.context.queryRows(
      `INSERT INTO ${tableNames.activeCsms} (active_csm) SELECT CAST(NULL AS VARCHAR)`,
    );
    await harness.context.queryRows(
      `INSERT INTO ${tableNames.csmDetails} (csm_name, capacity) SELECT CAST(NULL AS VARCHAR), 9`,
    );
    const rows = await harness.context.queryRows(
      `SELECT csm_name, is_active, tenure_months FROM ${tableNames.csms} ORDER BY csm_name, tenure_months`,
    );
    expect(rows).toEqual([
      { csm_name: 'Ana', is_active: true, tenure_months: 24 },
      { csm_name: 'Inactive', is_active: false, tenure_months: 24 },
    ]);
  });

  it('work with duplicate accounts, missing ids, and missing flags after a redefinition', async () => {
    await redefine(
      tableNames.accounts,
      `SELECT * FROM (VALUES
        ('X', 'Twice', NULL, TRUE, NULL, 'Ana', 5, 50, NULL, 1, NULL, NULL, NULL),
        ('X', 'Twice', NULL, NULL, NULL, 'Bo', 9, 50, NULL, 1, NULL, NULL, NULL),
        ('Y', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'GREEN', NULL, NULL, NULL, NULL),
        (NULL, 'None', NULL, TRUE, NULL, NULL, 5, 50, NULL, 1, NULL, NULL, NULL)
      ) AS v (${columns})`,
    );
    await insertExternalRecommendations(harness.context.warehouse, [
      { id: 1, account: 'X', csm: 'Ana', at: hoursAgo(1) },
    ]);
    expect(await accountById(harness, 'X')).toMatchObject([{ neediness: 5, needsCsm: true }]);
    expect(await accountById(harness, 'Y')).toMatchObject([{ name: null, needsCsm: false }]);
    expect(await routableAccounts(harness)).toEqual([]);
    expect(await harness.read(accountPoolStats(limits))).toMatchObject([{ needing: 1 }]);
    expect(rowsFor(await harness.read(openWork(limits)), 'account')).toMatchObject([
      { name: 'Twice', currentCsm: 'Ana' },
    ]);
  });

  it('need a CSM only with an onboarding status in the policy’s scope, if the view has them', async () => {
    const inProgress = { scope: { classes: null, statuses: ['in progress'] } };
    const redefineWith = (status: string) =>
      redefine(
        tableNames.accounts,
        `SELECT *${status} FROM (VALUES
          ('X', 'X', NULL, TRUE, NULL, NULL, 5, 50, NULL, 1, NULL, NULL, NULL),
          ('Y', 'Y', NULL, TRUE, NULL, NULL, 5, 50, NULL, 1, NULL, NULL, NULL),
          ('Z', 'Z', NULL, TRUE, NULL, NULL, 5, 50, NULL, 1, NULL, NULL, NULL)
        ) AS v (${columns})`,
      );
    await redefineWith(
      `, CASE account_id WHEN 'X' THEN 'In Progress ' WHEN 'Y' THEN 'Complete' END AS onboarding_status`,
    );
    expect(await harness.read(onboardingStatuses())).toEqual([
      { status: 'Complete', accounts: 1 },
      { status: 'In Progress ', accounts: 1 },
    ]);
    expect(await harness.read(accountPoolStats(limits))).toMatchObject([{ needing: 3 }]);
    expect(await harness.read(accountPoolStats(inProgress))).toMatchObject([{ needing: 1 }]);
    await redefineWith('');
    await expect(harness.read(accountPoolStats(inProgress))).rejects.toMatchObject({
      message: expect.stringContaining('CSM_ROUTING_ACCOUNTS_V has no column onboarding_status'),
    });
  });

  describe('with text for numbers and NULLs without a type', () => {
    const redefineBoth = async (neediness: string) => {
      await redefine(
        tableNames.accounts,
        `SELECT account_id, NULL AS account_name, NULL AS tenant_id, TRUE AS needs_csm,
          NULL AS needs_csm_since, 'Ana' AS current_csm, neediness_score, '50' AS health_score,
          NULL AS health_color, NULL AS revenue, NULL AS account_segment, NULL AS account_level,
          NULL AS industry, NULL AS onboarding_status
        FROM (VALUES ('X', '4.5'), ('Y', '${neediness}')) AS v (account_id, neediness_score)`,
      );
      await redefine(
        tableNames.csms,
        `SELECT 'Ana' AS csm_name, TRUE AS is_active, '7' AS tenure_months, NULL AS manager_name,
          NULL AS segment, NULL AS account_level, NULL AS capacity, NULL AS away_until`,
      );
      await insertExternalRecommendations(harness.context.warehouse, [
        { id: 1, account: 'X', csm: 'Ana', at: hoursAgo(1) },
        { id: 2, account: 'Y', csm: 'Ana', at: hoursAgo(1) },
      ]);
    };

    it('are read as numbers and as missing by every statement', async () => {
      await redefineBoth('10');
      const byName = new Map(allQueries().map((query) => [query.name, query]));
      for (const query of byName.values()) {
        const readsViews = query.tables.includes('accounts') || query.tables.includes('csms');
        if (readsViews) await harness.read(query);
      }
      expect(await readCurrentCsms(harness)).toMatchObject([
        { name: 'Ana', tenureMonths: 7, segment: null, capacity: null, awayUntil: null },
      ]);
      const accounts = rowsFor(await harness.read(openWork(limits)), 'account');
      expect(accounts.map(({ id, neediness }) => [id, neediness]).sort()).toEqual([
        ['X', 4.5],
        ['Y', 10],
      ]);
    });

    it('make a read fail with the name of the column if a text is no number', async () => {
      await redefineBoth('a lot');
      await expect(harness.read(openWork(limits))).rejects.toMatchObject({
        code: 'unexpected',
        message: expect.stringMatching(
          /CSM_ROUTING_ACCOUNTS_V: neediness_score must be a number, but it is (VARCHAR|TEXT)\./,
        ),
      });
    });
  });

  it('work with duplicate CSMs, missing names, and untyped NULLs after a redefinition', async () => {
    await redefine(
      tableNames.csms,
      `SELECT csm_name, is_active, tenure_months, NULL AS manager_name, NULL AS segment,
        NULL AS account_level, NULL AS capacity, NULL AS away_until
      FROM (VALUES ('Ana', NULL, 3), ('Ana', TRUE, 1.5), (NULL, TRUE, 2), ('Bo', NULL, NULL))
        AS v (csm_name, is_active, tenure_months)`,
    );
    expect(await readCurrentCsms(harness)).toMatchObject([
      { name: 'Ana', active: true, tenureMonths: 1.5, awayUntil: null },
      { name: 'Bo', active: false, tenureMonths: null, capacity: null },
    ]);
  });

  it('yield to the CSM details after a redefinition that ignores them', async () => {
    await seedCompany(harness.context.warehouse, {
      csms: [
        { name: 'Ana', manager: null },
        { name: 'Bo', tenureMonths: null, awayUntil: hoursAgo(-5) },
      ],
    });
    await redefine(
      tableNames.csms,
      `SELECT active_csm AS csm_name, TRUE AS is_active, 3 AS tenure_months,
        'View' AS manager_name, 'Commercial' AS segment, 'Enterprise' AS account_level,
        30 AS capacity, NULL AS away_until
      FROM ${tableNames.activeCsms}`,
    );
    const leave = [hoursAgo(-24), hoursAgo(-48)].map((at) => new Date(at));
    await harness.write(
      upsertCsmDetails([
        {
          csm: 'Ana',
          sourceValues: null,
          values: {
            start_date: '2020-01-31',
            segment: 'Any',
            account_level: null,
            capacity: '12',
            manager_name: null,
            away_from: hoursAgo(-24),
            away_until: hoursAgo(-48),
          },
        },
      ]),
    );
    const rows = rowsFor(await harness.read(companyFacts(limits)), 'csm');
    expect(rows.sort((a, b) => (a.name < b.name ? -1 : 1))).toMatchObject([
      {
        name: 'Ana',
        startDate: '2020-01-31',
        segment: null,
        level: 'Enterprise',
        capacity: 12,
        managerName: 'View',
        awayFrom: leave[0],
        awayUntil: leave[1],
      },
      {
        name: 'Bo',
        startDate: null,
        tenureMonths: 3,
        segment: 'Commercial',
        capacity: 30,
        awayFrom: null,
        awayUntil: new Date(hoursAgo(-5)),
      },
    ]);
  });
}
