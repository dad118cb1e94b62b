import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { runGuideQueryAt } from '@/test/support/guide-queries';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { hoursAgo, monday, openTestContext, type TestContext } from '@/test/support/test-context';
import { getWorkload, type Workload } from './get-workload';

const midnight = 9;
const ana = `Ana "A" O'Brien`;
/** From some days before today, as the guide's queries count, until after the last recommendation. */
const since = (days: number) => {
  const day = (offset: number) => hoursAgo(24 * offset).slice(0, 10);
  return { first: day(days), last: day(-6) };
};
const scoreless = { score: null, neediness: null, health: null, revenue: null };

let context: TestContext;
let lastWeek: Workload['recommended'];
let lastMonth: Workload['recommended'];
beforeAll(async () => {
  context = await openTestContext();
  await seedCompany(context.warehouse, { csms: [{ name: ana }, { name: 'Bo' }, { name: 'Bo' }] });
  const accepted = { accepted: true };
  await insertExternalRecommendations(context.warehouse, [
    { account: 'A', csm: ana, at: hoursAgo(0), score: 91.5, ...accepted, given: ana },
    { account: 'B', csm: ana, at: hoursAgo(1), score: 12.25, accepted: null },
    {
      account: 'C',
      csm: ana,
      at: hoursAgo(midnight + 7 * 24),
      score: 33,
      ...accepted,
      neediness: 9,
    },
    { account: 'D', csm: ana, at: hoursAgo(midnight + 7 * 24 + 0.001), score: 71, ...accepted },
    { account: 'E', csm: 'Bo', at: hoursAgo(50), ...scoreless, ...accepted, given: 'Bo' },
    { account: 'E', csm: 'Bo', at: hoursAgo(50), score: 60, health: 12, revenue: 7.5, ...accepted },
    { account: 'F', csm: 'Bo', at: hoursAgo(60), score: 10, given: ana },
    { account: 'G', csm: 'Gone', at: hoursAgo(70), score: 80, ...accepted, given: 'Gone' },
    { account: 'H', csm: 'Gone', at: hoursAgo(midnight + 30 * 24), score: 0, ...accepted },
    { account: 'I', csm: 'Gone', at: hoursAgo(midnight + 30 * 24 + 0.001), score: 55, ...accepted },
    { account: 'J', csm: 'Never taken', at: hoursAgo(5), score: 44 },
    { account: null, csm: null, at: hoursAgo(5), ...scoreless, ...accepted },
    { account: 'K', csm: null, at: hoursAgo(5), score: 20 },
    { account: 'L', csm: 'Bo', at: null, score: 20, ...accepted },
    { account: 'M', csm: 'Bo', at: hoursAgo(-24 * 5), score: 20, segment: null, ...accepted },
  ]);
  lastWeek = (await getWorkload(context.ctx, { period: since(7), zone: 'UTC' })).recommended;
  lastMonth = (await getWorkload(context.ctx, { period: since(30), zone: 'UTC' })).recommended;
});
afterAll(() => context.close());

const guide = (name: Parameters<typeof runGuideQueryAt>[1]) =>
  runGuideQueryAt(context.warehouse, name, monday);

const byName = <Row extends { recommended_csm: unknown }>(rows: readonly Row[]) =>
  rows.toSorted((a, b) => String(a.recommended_csm).localeCompare(String(b.recommended_csm)));

describe("getWorkload and the guide's queries", () => {
  it('agree on the workload distribution of the last 7 days', async () => {
    const shown = lastWeek.map(({ csm, total, accepted, score }) => ({
      recommended_csm: csm,
      total_recommendations: total,
      accepted_assignments: accepted,
      avg_score: score,
    }));
    const expected = await guide('workloadDistribution');
    expect(expected).toHaveLength(5);
    expect(byName(shown)).toEqual(
      byName(
        expected.map((row) => ({
          recommended_csm: row.recommended_csm,
          total_recommendations: Number(row.total_recommendations),
          accepted_assignments: Number(row.accepted_assignments),
          avg_score: row.avg_score,
        })),
      ),
    );
  });

  it('agree on the performance metrics of CSMs with accepted recommendations in the last 30 days', async () => {
    const shown = lastMonth
      .filter(({ accepted }) => accepted > 0)
      .map((row) => ({
        recommended_csm: row.csm,
        total_assigned: row.accepted,
        avg_neediness: row.neediness,
        avg_health: row.health,
        avg_revenue: row.revenue,
        avg_optimization_score: row.acceptedScore,
        is_still_active: row.stillActive,
      }));
    const expected = await guide('csmPerformance');
    // The guide's query returns Bo twice, because he is in the list of active CSMs twice.
    const [activeBo] = await context.queryRows(
      `SELECT COUNT(*) AS n FROM ${tableNames.activeCsms} WHERE active_csm = 'Bo'`,
    );
    expect(activeBo?.n).toBe(2);
    expect(expected).toHaveLength(5);
    const byCsm = new Map(expected.map((row) => [row.recommended_csm, row]));
    expect(byName(shown)).toEqual(
      byName(
        [...byCsm.values()].map((row) => ({
          ...row,
          recommended_csm: row.recommended_csm,
          total_assigned: Number(row.total_assigned),
        })),
      ),
    );
    expect(byCsm.get('Gone')).toMatchObject({ is_still_active: false });
  });

  it('separates averages of accepted recommendations from averages of all', () => {
    const row = lastWeek.find(({ csm }) => csm === ana);
    expect(row).toMatchObject({ total: 3, accepted: 2, neediness: 7, stillActive: true });
    expect(row?.score).toBeCloseTo((91.5 + 12.25 + 33) / 3);
    expect(row?.acceptedScore).toBeCloseTo((91.5 + 33) / 2);
  });

  it('starts days at the viewer’s midnight', async () => {
    const totalIn = async (zone: string) =>
      (await getWorkload(context.ctx, { period: since(7), zone })).recommended.find(
        ({ csm }) => csm === ana,
      )?.total;
    expect(await totalIn('UTC')).toBe(3);
    expect(await totalIn('Asia/Tokyo')).toBe(4);
    expect(await totalIn('America/Lima')).toBe(2);
  });
});
