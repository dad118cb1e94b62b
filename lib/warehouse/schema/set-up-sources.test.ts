import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PermissionDeniedError } from '@/lib/warehouse/errors';
import { csmSourceNames, tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { activateCsms, createCsmSources, monthsAgo } from '@/test/support/csm-sources';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { withStatementLog } from '@/test/support/statement-log';
import { openTestContext, type TestContext } from '@/test/support/test-context';
import { setUpSources } from './set-up-sources';
import { setUp } from './setup';

const { customerHistory, accountCsms, employees } = csmSourceNames;

let context: TestContext;
beforeEach(async () => {
  context = await openTestContext();
});
afterEach(() => context.close());

const apply = () => setUpSources(context.warehouse, { apply: true, createdViews: [] });
const offer = () => setUpSources(context.warehouse, { apply: false, createdViews: [] });

const activate = (...names: readonly string[]) => activateCsms(context.warehouse, ...names);

/** The CSM view's rows, in the order of names. */
const csms = (columns: string) =>
  context.queryRows(`SELECT ${columns} FROM ${tableNames.csms} ORDER BY csm_name`);

describe('setup on a warehouse with the data team’s sources of CSM details', () => {
  it('makes a run send red accounts to tenured CSMs', async () => {
    const people = ['New Nora', 'New Ned', 'Senior Sam', 'Senior Sue'];
    await activate(...people);
    await createCsmSources(context.warehouse, {
      customerHistory: people.map((csm) => ({
        csm,
        date: csm.startsWith('New') ? monthsAgo(2) : monthsAgo(40),
      })),
    });
    const owned = ['Senior Sam', 'Senior Sue'].flatMap((csm) =>
      Array.from({ length: 5 }, (_, index) => ({ id: `${csm} ${index}`, csm })),
    );
    const red = ['Red 1', 'Red 2'].map((id) => ({ id, color: 'red', health: 30, neediness: 9 }));
    await seedCompany(context.warehouse, { accounts: [...owned, ...red] });
    const csmsOfRedAccounts = async () => {
      const run = await runToCompletion(context.ctx, { ...wholeBatch, dryRun: true });
      return run.result?.placements.map(({ csm }) => csm).sort();
    };

    expect(await csmsOfRedAccounts()).toEqual(['New Ned', 'New Nora']);
    expect((await apply()).replaced.map(({ view }) => view)).toEqual(['CSM_ROUTING_CSMS_V']);
    expect(await csmsOfRedAccounts()).toEqual(['Senior Sam', 'Senior Sue']);
  });

  it('offers the statements without changing anything, until asked to apply them', async () => {
    await activate('Ana');
    await createCsmSources(context.warehouse, {
      customerHistory: [{ csm: 'Ana', date: monthsAgo(7) }],
    });
    const { offered, statements, replaced, filledBy } = await offer();
    expect({ offered, replaced, filledBy }).toEqual({
      offered: ['CSM_ROUTING_CSMS_V'],
      replaced: [],
      filledBy: null,
    });
    expect(await csms('csm_name, tenure_months')).toEqual([
      { csm_name: 'Ana', tenure_months: null },
    ]);

    // A person may run them instead.
    await context.warehouse.script(statements.join(';\n'));
    expect(await csms('csm_name, tenure_months')).toEqual([{ csm_name: 'Ana', tenure_months: 7 }]);
    expect(await offer()).toMatchObject({ offered: [], statements: [] });
  });

  it('offers the accounts view again when the data team’s times are in another time zone', async () => {
    const options = { apply: false, createdViews: [], dataTimeZone: 'America/New_York' };
    const { offered, statements } = await setUpSources(context.warehouse, options);
    expect(offered).toEqual(['CSM_ROUTING_ACCOUNTS_V']);
    expect(statements).toEqual([
      expect.stringContaining("CONVERT_TIMEZONE('America/New_York', 'UTC', o.needs_csm_since)"),
    ]);
  });

  it('changes nothing when the statements are applied again', async () => {
    await activate('Ana', 'Bo');
    await createCsmSources(context.warehouse, {
      customerHistory: [{ csm: 'Ana', date: monthsAgo(7) }],
      employees: [{ first: 'Bo', last: 'Lee', manager: 'Mia', week: '2026-01-04' }],
    });
    const first = await apply();
    expect(first.replaced).toEqual([
      { view: 'CSM_ROUTING_CSMS_V', previous: expect.stringMatching(/resi_corp_active_csms/i) },
    ]);
    const rows = await context.queryRows(
      `SELECT * FROM ${tableNames.csmSources} ORDER BY name_key`,
    );
    expect(await apply()).toMatchObject({ offered: [], replaced: [], filledBy: first.filledBy });
    expect(
      await context.queryRows(`SELECT * FROM ${tableNames.csmSources} ORDER BY name_key`),
    ).toEqual(rows);
  });

  it('creates a missing CSM view with the sources right away, and fills them', async () => {
    await activate('Ana');
    await createCsmSources(context.warehouse, {
      accountCsms: [{ csm: 'Ana', date: monthsAgo(7) }],
    });
    await context.warehouse.script(`DROP VIEW ${tableNames.csms}`);
    const { createdViews } = await setUp(context.warehouse, { now: new Date(), policyJson: '{}' });
    expect(createdViews).toEqual(['CSM_ROUTING_CSMS_V']);
    const report = await setUpSources(context.warehouse, { apply: false, createdViews });
    expect(report).toMatchObject({ offered: [], replaced: [] });
    expect(report.filledBy).toMatch(/^MERGE INTO/);
    expect(await csms('csm_name, tenure_months')).toEqual([{ csm_name: 'Ana', tenure_months: 7 }]);
  });

  it('keeps a view that was redefined, unless asked to apply, and returns its definition', async () => {
    await createCsmSources(context.warehouse, { accountCsms: [] });
    await context.warehouse.script(`CREATE OR REPLACE VIEW ${tableNames.csms} AS
      SELECT 'Own' AS csm_name, TRUE AS is_active`);
    await offer();
    expect(await csms('csm_name')).toEqual([{ csm_name: 'Own' }]);
    const { replaced } = await apply();
    expect(replaced).toEqual([
      { view: 'CSM_ROUTING_CSMS_V', previous: expect.stringContaining("'Own'") },
    ]);
    expect(await csms('csm_name')).toEqual([]);
  });

  it('replaces no view if a source cannot be read, and shows the statement that fails', async () => {
    await activate('Ana');
    await createCsmSources(context.warehouse, {});
    await context.warehouse.script(`CREATE TABLE ${accountCsms}
      AS SELECT 'Ana' AS preferred_csm_name, 'unknown' AS calendar_dt`);
    await expect(apply()).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(
        /^Tenure and managers could not be read from DSV_WAREHOUSE.PUBLIC.ACCOUNT_CSM_V2\. No view was replaced\.[\s\S]*MERGE INTO/,
      ),
    });
    expect(await offer()).toMatchObject({ offered: ['CSM_ROUTING_CSMS_V'] });
  });
});

describe('setup on a warehouse that lacks some of the sources', () => {
  it('says which are missing and what that disables, and replaces nothing', async () => {
    const { csmDetails, onboarding } = tableNames;
    expect(await apply()).toEqual({
      missing: [
        `${customerHistory} does not exist or cannot be read. ${accountCsms} does not exist or cannot be read. So a CSM’s tenure is known only if ${csmDetails} has it.`,
        `${employees} does not exist or cannot be read. So a CSM’s manager is known only if ${csmDetails} has one.`,
        `${onboarding} has no column ob_team_segment, so an account without scores has no segment.`,
        `${onboarding} has no column ob_account_level_ce, so an account without scores has no level.`,
        `${onboarding} has no column onboarding_status_ob, so an account without a success_transition_status_ob does not need a CSM.`,
      ],
      offered: [],
      statements: [],
      replaced: [],
      filledBy: null,
    });
  });

  it('uses what it finds, and only sources with the required columns', async () => {
    await activate('Ana', 'Bo Ray');
    await createCsmSources(context.warehouse, {
      accountCsms: [{ csm: 'Ana', date: monthsAgo(8) }],
    });
    await context.warehouse.script(`
      CREATE TABLE ${customerHistory} AS SELECT 'Ana' AS preferred_csm_name;
      CREATE TABLE ${employees} AS SELECT 'Bo' AS legal_first_name, 'Ray' AS legal_last_name,
        'Mia' AS manager_name, CAST('2026-01-04' AS DATE) AS week_end_date`);
    const { missing } = await apply();
    expect(missing.slice(0, 2)).toEqual([
      `${customerHistory} has no column calendar_date. So tenure is based on one source only.`,
      `${employees} has no column active_status, so a CSM has no manager if a former employee has the same name and another manager.`,
    ]);
    expect(await csms('csm_name, tenure_months, manager_name')).toEqual([
      { csm_name: 'Ana', tenure_months: 8, manager_name: null },
      { csm_name: 'Bo Ray', tenure_months: null, manager_name: 'Mia' },
    ]);
  });

  it('treats a source that its role may not read as missing', async () => {
    await createCsmSources(context.warehouse, { customerHistory: [], employees: [] });
    const { warehouse, respond } = withStatementLog(context.warehouse);
    respond(/FACT_WDAY/, () => {
      throw new PermissionDeniedError('Insufficient privileges');
    });
    const { missing, filledBy } = await setUpSources(warehouse, { apply: true, createdViews: [] });
    expect(missing[1]).toMatch(`${employees} does not exist or cannot be read.`);
    expect(filledBy).not.toContain(employees);
  });

  it('keeps what it once read when a source disappears', async () => {
    await activate('Ana Lee');
    await createCsmSources(context.warehouse, {
      accountCsms: [{ csm: 'Ana Lee', date: monthsAgo(8) }],
      employees: [{ first: 'Ana', last: 'Lee', manager: 'Mia', week: '2026-01-04' }],
    });
    await apply();
    await context.warehouse.script(`DROP TABLE ${employees}`);
    await apply();
    expect(await csms('csm_name, tenure_months, manager_name')).toEqual([
      { csm_name: 'Ana Lee', tenure_months: 8, manager_name: 'Mia' },
    ]);
  });
});

describe('accounts without scores', () => {
  it('get their class and whether they need a CSM from the onboarding view', async () => {
    await context.warehouse.script(`
      CREATE OR REPLACE VIEW ${tableNames.onboarding} AS
      SELECT v.id AS account_id_ob, v.status AS success_transition_status_ob,
        v.early_status AS onboarding_status_ob, v.team AS ob_team_segment,
        v.level AS ob_account_level_ce
      FROM (VALUES
        ('early', NULL, 'Needs CSM', 'Residential', 'Enterprise'),
        ('done', 'Complete', 'Needs CSM', NULL, NULL),
        ('other', NULL, 'Live', 'Commercial', 'Corporate'),
        ('scored', 'Needs CSM', NULL, 'Residential', 'Enterprise'),
        ('blank', 'Needs CSM', NULL, 'Residential', NULL)
      ) AS v (id, status, early_status, team, level);
      INSERT INTO ${tableNames.accountScores} (account_id_ob, segment, account_level)
      VALUES ('scored', 'Commercial', 'Corporate'), ('blank', ' ', 'Corporate')`);
    const { offered, statements } = await offer();
    expect(offered).toEqual(['CSM_ROUTING_ACCOUNTS_V']);
    expect(statements).toHaveLength(1);
    expect((await apply()).replaced.map(({ view }) => view)).toEqual(offered);
    expect(
      await context.queryRows(`SELECT account_id, needs_csm, account_segment, account_level
        FROM ${tableNames.accounts} ORDER BY account_id`),
    ).toEqual(
      [
        ['blank', true, 'Residential', 'Corporate'],
        ['done', false, null, null],
        ['early', true, 'Residential', 'Enterprise'],
        ['other', false, 'Commercial', 'Corporate'],
        ['scored', true, 'Commercial', 'Corporate'],
      ].map(([account_id, needs_csm, account_segment, account_level]) => ({
        account_id,
        needs_csm,
        account_segment,
        account_level,
      })),
    );
    expect(await offer()).toMatchObject({ offered: [], statements: [] });
  });
});
