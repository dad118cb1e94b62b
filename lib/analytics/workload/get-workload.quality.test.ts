import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { hoursAgo, openTestContext, type TestContext } from '@/test/support/test-context';
import { getWorkload } from './get-workload';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());

const read = (input: Partial<ScopeInput> = {}) =>
  getWorkload(context.ctx, { period: { days: 30 }, zone: 'UTC', ...input });

describe('getWorkload trend', () => {
  const run = (id: string, at: string, overrides: object = {}) => {
    const row = { status: 'succeeded', dry: false, fairness: id, ...overrides };
    const even = (cv: number) => ({ cv, gini: 0, maxOverMean: 1 });
    const side = (cv: number) => {
      const fullness = { accounts: even(cv), neediness: even(cv), revenue: even(cv) };
      const counts = { overCapacity: 0, nearCapacity: 0 };
      return { csms: 2, fullness, byClass: [], amounts: { ...fullness, red: even(cv) }, ...counts };
    };
    const fairness = JSON.stringify({
      measure: 'within_class',
      before: side(Number(row.fairness)),
      after: side(0),
    });
    const storedFairness = 'withoutFairness' in overrides ? 'NULL' : `'${fairness}'`;
    return `INSERT INTO ${tableNames.runs} (run_id, mode, dry_run, status, started_by, started_by_name,
      started_at, policy_version, fairness) VALUES ('${id}', 'batch', ${row.dry},
      '${row.status}', 'm', 'Mia', '${at}', 1, ${storedFairness})`;
  };

  it('uses the last real run of each day in the viewer’s time zone that stored fairness', async () => {
    await context.warehouse.script(
      [
        run('1', '2025-12-02 14:59:00'),
        run('2', '2025-12-03 01:00:00'),
        run('0', '2025-12-03 02:00:00', { withoutFairness: true }),
        run('3', '2026-02-27 08:00:00'),
        run('4', '2026-02-27 20:00:00'),
        run('5', '2026-02-27 22:00:00', { dry: true }),
        run('6', '2026-02-27 22:00:00', { status: 'failed' }),
        run('7', '2026-03-01 23:30:00'),
      ].join(';\n'),
    );
    const days = async (zone: string) =>
      (await read({ zone, period: { days: 7 } })).trend.map(({ day, cv }) => [day, cv.revenue]);
    expect(await days('UTC')).toEqual([
      ['2025-12-03', 2],
      ['2026-02-27', 4],
      ['2026-03-01', 7],
    ]);
    expect(await days('Asia/Tokyo')).toEqual([
      ['2025-12-03', 2],
      ['2026-02-27', 3],
      ['2026-02-28', 4],
      ['2026-03-02', 7],
    ]);
  });
});

describe('getWorkload match quality', () => {
  const csms = [
    { name: 'Senior', tenureMonths: 12 },
    { name: 'Grown', tenureMonths: 6 },
    { name: 'New', tenureMonths: 1 },
    { name: 'Unknown', tenureMonths: null },
  ];

  it('rates books by current data', async () => {
    await seedCompany(context.warehouse, {
      csms: [...csms, { name: 'Gone', active: false }],
      accounts: [
        { id: 'A', csm: 'Senior', neediness: 8, health: 10 },
        { id: 'B', csm: 'Grown', neediness: 9, health: 10 },
        { id: 'C', csm: 'New', neediness: 9, health: 95 },
        { id: 'D', csm: 'New', neediness: 1, health: null },
        { id: 'E', csm: 'New', neediness: 1, color: 'Red' },
        { id: 'F', csm: 'Unknown', neediness: 9, health: 1 },
        { id: 'G', csm: 'Gone', neediness: 9, health: 1 },
      ],
    });
    expect((await read()).match.books).toEqual({
      needyWithExperienced: { count: 2, of: 3 },
      redWithSenior: { count: 1, of: 3 },
      newCsmGreen: { count: 1, of: 2 },
    });
  });

  it('rates received accounts by the receiving CSM’s tenure at the time', async () => {
    await seedCompany(context.warehouse, { csms });
    const highNeed = { neediness: 9, health: 10 };
    await insertExternalRecommendations(context.warehouse, [
      { account: 'A', csm: 'New', at: hoursAgo(2), given: 'Senior', ...highNeed },
      { account: 'B', csm: 'Senior', at: hoursAgo(2), accepted: true, ...highNeed },
      { account: 'C', csm: 'Senior', at: hoursAgo(24 * 20), accepted: true, ...highNeed },
      {
        account: 'D',
        csm: 'Grown',
        at: hoursAgo(24 * 20),
        accepted: true,
        given: 'Grown',
        ...highNeed,
      },
      { account: 'E', csm: 'New', at: hoursAgo(2), accepted: true, neediness: 2, health: 90 },
      { account: 'F', csm: 'Senior', at: hoursAgo(2), ...highNeed },
      { account: 'G', csm: 'Nobody known', at: hoursAgo(2), accepted: true, ...highNeed },
      { account: 'H', csm: 'Senior', at: hoursAgo(24 * 31), accepted: true, ...highNeed },
    ]);
    expect((await read()).match.received).toEqual({
      needyWithExperienced: { count: 3, of: 4 },
      redWithSenior: { count: 2, of: 4 },
      newCsmGreen: { count: 1, of: 2 },
    });
  });
});
