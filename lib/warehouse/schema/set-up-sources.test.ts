import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PermissionDeniedError } from '@/lib/warehouse/errors';
import { csmSourceNames, tableNames } from '@/lib/warehouse/tables';
import { seedCompany, type TestCsm } from '@/test/support/company';
import { createCsmSources } from '@/test/support/csm-sources';
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

/** Adds names to the list of active CSMs, without details. */
async function activate(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await context.queryRows(
      `INSERT INTO ${tableNames.activeCsms} (active_csm) SELECT '${name.replaceAll("'", "''")}'`,
    );
  }
}

const details = (csms: readonly TestCsm[]) => seedCompany(context.warehouse, { csms });

/** The CSM view's rows, in the order of names. */
const csms = (columns: string) =>
  context.queryRows(`SELECT ${columns} FROM ${tableNames.csms} ORDER BY csm_name`);

const today = new Date();
/** A date on which exactly this many months, or some days more, have passed. */
const monthsAgo = (months: number) => dateFrom(months, Math.min(today.getUTCDate(), 28));
/** The first date on which this many months have not passed yet. */
const almostMonthsAgo = (months: number) => dateFrom(months, today.getUTCDate() + 1);

function dateFrom(months: number, day: number): string {
  const month = today.getUTCMonth() - months;
  return new Date(Date.UTC(today.getUTCFullYear(), month, day)).toISOString().slice(0, 10);
}

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
      ...{ offered: ['CSM_ROUTING_CSMS_V'], replaced: [], filledBy: null },
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

  it('uses the earlier first date of both sources, and only dates as a success rep', async () => {
    await activate('Ana', 'Bo', 'Cy', 'Di');
    await createCsmSources(context.warehouse, {
      customerHistory: [
        { csm: 'Ana', date: monthsAgo(20) },
        { csm: 'Ana', date: monthsAgo(19) },
        { csm: 'Bo', date: monthsAgo(50), role: 'Onboarding Rep' },
        { csm: 'Bo', date: monthsAgo(4), role: ' success rep' },
        { csm: 'Di', date: monthsAgo(50), role: null },
        { csm: null, date: monthsAgo(90) },
      ],
      accountCsms: [
        { csm: 'Ana', date: monthsAgo(30) },
        { csm: 'Bo', date: monthsAgo(3) },
        { csm: 'Cy', date: almostMonthsAgo(6) },
      ],
    });
    await apply();
    expect(await csms('csm_name, tenure_months')).toEqual([
      { csm_name: 'Ana', tenure_months: 30 },
      { csm_name: 'Bo', tenure_months: 4 },
      { csm_name: 'Cy', tenure_months: 5 },
      { csm_name: 'Di', tenure_months: null },
    ]);
  });

  it('uses the manager in a person’s newest week, and none if the name is ambiguous', async () => {
    await activate('Ana Lee', 'Bo Ray', 'Cy Fox', 'Di May', 'Ed Poe', 'Flo Orr');
    const week = { old: '2025-12-28', newest: '2026-01-04' };
    await createCsmSources(context.warehouse, {
      employees: [
        { first: 'Ana', last: 'Lee', manager: 'Old', week: week.old },
        { first: 'Ana', last: 'Lee', manager: 'New', status: 'On Leave', week: week.newest },
        // Two employees, one of whom left.
        { first: 'Bo', last: 'Ray', manager: 'Former', status: 'Terminated', week: week.newest },
        { first: 'Bo', last: 'Ray', manager: 'Mia', status: ' active', week: week.newest },
        // Two employees with different managers.
        { first: 'Cy', last: 'Fox', manager: 'Mia', week: week.newest },
        { first: 'Cy', last: 'Fox', manager: 'Max', week: week.newest },
        // Two employees, one without a manager.
        { first: 'Di', last: 'May', manager: 'Mia', week: week.newest },
        { first: 'Di', last: 'May', manager: ' ', week: week.newest },
        // The same manager in two spellings.
        { first: 'Ed', last: 'Poe', manager: 'MIA', week: week.newest },
        { first: 'Ed', last: 'Poe', manager: 'Mia', week: week.newest },
        { first: null, last: 'Orr', manager: 'Mia', week: week.newest },
      ],
    });
    await apply();
    expect(await csms('csm_name, manager_name')).toEqual([
      { csm_name: 'Ana Lee', manager_name: 'New' },
      { csm_name: 'Bo Ray', manager_name: 'Mia' },
      { csm_name: 'Cy Fox', manager_name: null },
      { csm_name: 'Di May', manager_name: null },
      { csm_name: 'Ed Poe', manager_name: 'MIA' },
      { csm_name: 'Flo Orr', manager_name: null },
    ]);
  });

  it('matches names as people read them, with one row per CSM in the active list’s spelling', async () => {
    await activate('Ana O’Lee', 'Bo Ray', ' bo  ray', 'Cy\u00a0Fox', ' ');
    await details([
      { name: "ANA  O'LEE", active: false, tenureMonths: null, capacity: 12 },
      { name: 'cy fox', active: false, tenureMonths: null, segment: 'Residential' },
      { name: 'cy  Fox', active: false, tenureMonths: null, segment: null },
      { name: 'Gone Girl', active: false, tenureMonths: 3 },
    ]);
    await createCsmSources(context.warehouse, {
      customerHistory: [
        { csm: "Ana O'Lee", date: monthsAgo(8) },
        { csm: ' ana  o’lee ', date: monthsAgo(9) },
        { csm: 'BO RAY', date: monthsAgo(7) },
      ],
      employees: [{ first: 'CY ', last: ' Fox', manager: ' Mia  Moe ', week: '2026-01-04' }],
    });
    await apply();
    expect(
      await csms('csm_name, is_active, tenure_months, manager_name, capacity, segment'),
    ).toEqual([
      {
        ...{ csm_name: 'Ana O’Lee', is_active: true, tenure_months: 9 },
        ...{ manager_name: null, capacity: 12, segment: null },
      },
      {
        ...{ csm_name: 'Bo Ray', is_active: true, tenure_months: 7 },
        ...{ manager_name: null, capacity: null, segment: null },
      },
      {
        ...{ csm_name: 'Cy\u00a0Fox', is_active: true, tenure_months: null },
        ...{ manager_name: 'Mia  Moe', capacity: null, segment: 'Residential' },
      },
      {
        ...{ csm_name: 'Gone Girl', is_active: false, tenure_months: 3 },
        ...{ manager_name: null, capacity: null, segment: null },
      },
    ]);
  });

  it('prefers the CSM details over the sources', async () => {
    await details([
      { name: 'Ana Lee', tenureMonths: 1.5, manager: 'Edited', segment: 'Commercial' },
      { name: 'Bo Ray', tenureMonths: null, manager: ' ' },
    ]);
    await createCsmSources(context.warehouse, {
      accountCsms: ['Ana Lee', 'Bo Ray'].map((csm) => ({ csm, date: monthsAgo(30) })),
      employees: [
        { first: 'Ana', last: 'Lee', manager: 'Mia', week: '2026-01-04' },
        { first: 'Bo', last: 'Ray', manager: 'Mia', week: '2026-01-04' },
      ],
    });
    await apply();
    expect(await csms('csm_name, tenure_months, manager_name, segment')).toEqual([
      {
        ...{ csm_name: 'Ana Lee', tenure_months: 1.5 },
        ...{ manager_name: 'Edited', segment: 'Commercial' },
      },
      { csm_name: 'Bo Ray', tenure_months: 30, manager_name: 'Mia', segment: null },
    ]);
  });

  it('reads managers and dates again, for people on the active list only', async () => {
    await activate('Ana Lee');
    const employee = { first: 'Ana', last: 'Lee', week: '2026-01-04' };
    const stranger = { first: 'Not', last: 'Listed', manager: 'Mia', week: '2026-01-04' };
    await createCsmSources(context.warehouse, {
      employees: [{ ...employee, manager: 'Mia' }, stranger],
    });
    await apply();
    await context.queryRows(`INSERT INTO ${employees} VALUES
      ('Ana', 'Lee', 'Max', 'Active', CAST('2026-01-11' AS DATE))`);
    await apply();
    expect(
      await context.queryRows(`SELECT name_key, manager_name FROM ${tableNames.csmSources}`),
    ).toEqual([{ name_key: 'ana lee', manager_name: 'Max' }]);
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
      ...{ offered: [], statements: [], replaced: [], filledBy: null },
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
        ...{ account_id, needs_csm, account_segment, account_level },
      })),
    );
    expect(await offer()).toMatchObject({ offered: [], statements: [] });
  });
});
