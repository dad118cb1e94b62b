import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { hoursAgo, openTestContext, type TestContext } from '@/test/support/test-context';
import { getWorkload } from './get-workload';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(() => desk.clear());

const read = (asked: Partial<ScopeInput> = {}) =>
  getWorkload(desk.ctx, { period: { days: 30 }, zone: 'UTC', ...asked });

describe('fairness over the quarter', () => {
  const run = (id: string, at: string, said: object = {}) => {
    const row = { status: 'succeeded', dry: false, fairness: id, ...said };
    const even = (cv: number) => ({ cv, gini: 0, maxOverMean: 1 });
    const spread = (cv: number) => ({
      ...{ accounts: even(cv), neediness: even(cv), revenue: even(cv), red: even(cv) },
    });
    const side = (cv: number) => ({
      ...{ active: spread(cv), eligible: spread(cv), overCapacity: 0, nearCapacity: 0 },
    });
    const fairness = JSON.stringify({ before: side(Number(row.fairness)), after: side(0) });
    const kept = 'unkept' in said ? 'NULL' : `'${fairness}'`;
    return `INSERT INTO ${tableNames.runs} (run_id, mode, dry_run, status, started_by, started_by_name,
      started_at, policy_version, fairness) VALUES ('${id}', 'batch', ${row.dry},
      '${row.status}', 'm', 'Mia', '${at}', 1, ${kept})`;
  };

  it('is that of the last real run of each day where the reader is, of those that kept it', async () => {
    await desk.warehouse.script(
      [
        run('1', '2025-12-01 23:59:00'),
        run('2', '2025-12-02 01:00:00'),
        run('0', '2025-12-02 02:00:00', { unkept: true }),
        run('3', '2026-02-27 08:00:00'),
        run('4', '2026-02-27 20:00:00'),
        run('5', '2026-02-27 22:00:00', { dry: true }),
        run('6', '2026-02-27 22:00:00', { status: 'failed' }),
        run('7', '2026-03-01 23:30:00'),
      ].join(';\n'),
    );
    const days = async (zone: string) =>
      (await read({ zone, period: { days: 7 } })).trend.map(({ day, cv }) => [day, cv.red]);
    expect(await days('UTC')).toEqual([
      ['2025-12-02', 2],
      ['2026-02-27', 4],
      ['2026-03-01', 7],
    ]);
    expect(await days('Asia/Tokyo')).toEqual([
      ['2025-12-02', 2],
      ['2026-02-27', 3],
      ['2026-02-28', 4],
      ['2026-03-02', 7],
    ]);
  });
});

describe('matches', () => {
  const csms = [
    { name: 'Senior', tenureMonths: 12 },
    { name: 'Grown', tenureMonths: 6 },
    { name: 'New', tenureMonths: 1 },
    { name: 'Unknown', tenureMonths: null },
  ];

  it('of the books go by what is known now', async () => {
    await seedCompany(desk.warehouse, {
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

  it('of what was received go to whom it was given, by the tenure of that time', async () => {
    await seedCompany(desk.warehouse, { csms });
    const needy = { neediness: 9, health: 10 };
    await insertExternalRecommendations(desk.warehouse, [
      { account: 'A', csm: 'New', at: hoursAgo(2), given: 'Senior', ...needy },
      { account: 'B', csm: 'Senior', at: hoursAgo(2), accepted: true, ...needy },
      { account: 'C', csm: 'Senior', at: hoursAgo(24 * 20), accepted: true, ...needy },
      {
        account: 'D',
        csm: 'Grown',
        at: hoursAgo(24 * 20),
        accepted: true,
        given: 'Grown',
        ...needy,
      },
      { account: 'E', csm: 'New', at: hoursAgo(2), accepted: true, neediness: 2, health: 90 },
      { account: 'F', csm: 'Senior', at: hoursAgo(2), ...needy },
      { account: 'G', csm: 'Nobody known', at: hoursAgo(2), accepted: true, ...needy },
      { account: 'H', csm: 'Senior', at: hoursAgo(24 * 31), accepted: true, ...needy },
    ]);
    expect((await read()).match.received).toEqual({
      needyWithExperienced: { count: 3, of: 4 },
      redWithSenior: { count: 2, of: 4 },
      newCsmGreen: { count: 1, of: 2 },
    });
  });
});
