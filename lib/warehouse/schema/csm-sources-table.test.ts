import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csmSourceNames, tableNames } from '@/lib/warehouse/tables';
import { seedCompany, type TestCsm } from '@/test/support/company';
import {
  activateCsms,
  almostMonthsAgo,
  createCsmSources,
  monthsAgo,
} from '@/test/support/csm-sources';
import { openTestContext, type TestContext } from '@/test/support/test-context';
import { setUpSources } from './set-up-sources';

const { employees } = csmSourceNames;

let context: TestContext;
beforeEach(async () => {
  context = await openTestContext();
});
afterEach(() => context.close());

const apply = () => setUpSources(context.warehouse, { apply: true, createdViews: [] });
const activate = (...names: readonly string[]) => activateCsms(context.warehouse, ...names);
const details = (csms: readonly TestCsm[]) => seedCompany(context.warehouse, { csms });

/** The CSM view's rows, in the order of names. */
const csms = (columns: string) =>
  context.queryRows(`SELECT ${columns} FROM ${tableNames.csms} ORDER BY csm_name`);

describe('the CSM view over the data team’s sources', () => {
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
        csm_name: 'Ana O’Lee',
        is_active: true,
        tenure_months: 9,
        manager_name: null,
        capacity: 12,
        segment: null,
      },
      {
        csm_name: 'Bo Ray',
        is_active: true,
        tenure_months: 7,
        manager_name: null,
        capacity: null,
        segment: null,
      },
      {
        csm_name: 'Cy\u00a0Fox',
        is_active: true,
        tenure_months: null,
        manager_name: 'Mia  Moe',
        capacity: null,
        segment: 'Residential',
      },
      {
        csm_name: 'Gone Girl',
        is_active: false,
        tenure_months: 3,
        manager_name: null,
        capacity: null,
        segment: null,
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
        csm_name: 'Ana Lee',
        tenure_months: 1.5,
        manager_name: 'Edited',
        segment: 'Commercial',
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
});
