import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { runGuideQueryAt } from '@/test/support/guide-queries';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { hoursAgo, monday, openTestContext, type TestContext } from '@/test/support/test-context';
import { getWorkload, type Workload } from './get-workload';

const midnight = 9;
const ana = `Ana "A" O'Brien`;
const scoreless = { score: null, neediness: null, health: null, revenue: null };

let desk: TestContext;
let ofWeek: Workload['recommended'];
let ofMonth: Workload['recommended'];
beforeAll(async () => {
  desk = await openTestContext();
  await seedCompany(desk.warehouse, { csms: [{ name: ana }, { name: 'Bo' }, { name: 'Bo' }] });
  const yes = { accepted: true };
  await insertExternalRecommendations(desk.warehouse, [
    { account: 'A', csm: ana, at: hoursAgo(0), score: 91.5, ...yes, given: ana },
    { account: 'B', csm: ana, at: hoursAgo(1), score: 12.25, accepted: null },
    { account: 'C', csm: ana, at: hoursAgo(midnight + 7 * 24), score: 33, ...yes, neediness: 9 },
    { account: 'D', csm: ana, at: hoursAgo(midnight + 7 * 24 + 0.001), score: 71, ...yes },
    { account: 'E', csm: 'Bo', at: hoursAgo(50), ...scoreless, ...yes, given: 'Bo' },
    { account: 'E', csm: 'Bo', at: hoursAgo(50), score: 60, health: 12, revenue: 7.5, ...yes },
    { account: 'F', csm: 'Bo', at: hoursAgo(60), score: 10, given: ana },
    { account: 'G', csm: 'Gone', at: hoursAgo(70), score: 80, ...yes, given: 'Gone' },
    { account: 'H', csm: 'Gone', at: hoursAgo(midnight + 30 * 24), score: 0, ...yes },
    { account: 'I', csm: 'Gone', at: hoursAgo(midnight + 30 * 24 + 0.001), score: 55, ...yes },
    { account: 'J', csm: 'Never taken', at: hoursAgo(5), score: 44 },
    { account: null, csm: null, at: hoursAgo(5), ...scoreless, ...yes },
    { account: 'K', csm: null, at: hoursAgo(5), score: 20 },
    { account: 'L', csm: 'Bo', at: null, score: 20, ...yes },
    { account: 'M', csm: 'Bo', at: hoursAgo(-24 * 5), score: 20, segment: null, ...yes },
  ]);
  const usual = { period: { days: 1 }, zone: 'UTC' };
  ofWeek = (await getWorkload(desk.ctx, usual, 7)).recommended;
  ofMonth = (await getWorkload(desk.ctx, usual)).recommended;
});
afterAll(() => desk.close());

const guide = (name: Parameters<typeof runGuideQueryAt>[1]) =>
  runGuideQueryAt(desk.warehouse, name, monday);

const byName = <Row extends { recommended_csm: unknown }>(rows: readonly Row[]) =>
  rows.toSorted((a, b) => String(a.recommended_csm).localeCompare(String(b.recommended_csm)));

describe("the page beside the guide's queries", () => {
  it('has the workload distribution of seven days, figure for figure', async () => {
    const shown = ofWeek.map(({ csm, total, accepted, score }) => ({
      recommended_csm: csm,
      total_recommendations: total,
      accepted_assignments: accepted,
      avg_score: score,
    }));
    const asked = await guide('workloadDistribution');
    expect(asked).toHaveLength(5);
    expect(byName(shown)).toEqual(
      byName(
        asked.map((row) => ({
          recommended_csm: row.recommended_csm,
          total_recommendations: Number(row.total_recommendations),
          accepted_assignments: Number(row.accepted_assignments),
          avg_score: row.avg_score,
        })),
      ),
    );
  });

  it('has the performance metrics of 30 days, those of whom somebody accepted something', async () => {
    const shown = ofMonth
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
    const asked = await guide('csmPerformance');
    // The guide's query answers Bo twice, because the list of active CSMs has him twice.
    const [activeBo] = await desk.queryRows(
      `SELECT COUNT(*) AS n FROM ${tableNames.activeCsms} WHERE active_csm = 'Bo'`,
    );
    expect(activeBo?.n).toBe(2);
    expect(asked).toHaveLength(5);
    const once = new Map(asked.map((row) => [row.recommended_csm, row]));
    expect(byName(shown)).toEqual(
      byName(
        [...once.values()].map((row) => ({
          ...row,
          recommended_csm: row.recommended_csm,
          total_assigned: Number(row.total_assigned),
        })),
      ),
    );
    expect(once.get('Gone')).toMatchObject({ is_still_active: false });
  });

  it('gives the average of the accepted apart from that of all', () => {
    const row = ofWeek.find(({ csm }) => csm === ana);
    expect(row).toMatchObject({ total: 3, accepted: 2, neediness: 7, stillActive: true });
    expect(row?.score).toBeCloseTo((91.5 + 12.25 + 33) / 3);
    expect(row?.acceptedScore).toBeCloseTo((91.5 + 33) / 2);
  });

  it('begins the days where the reader is', async () => {
    const of = async (zone: string) =>
      (await getWorkload(desk.ctx, { period: { days: 30 }, zone }, 7)).recommended.find(
        ({ csm }) => csm === ana,
      )?.total;
    expect(await of('UTC')).toBe(3);
    expect(await of('Asia/Tokyo')).toBe(4);
    expect(await of('America/Lima')).toBe(2);
  });
});
