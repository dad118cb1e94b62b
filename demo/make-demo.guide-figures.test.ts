import { afterAll, beforeAll, expect, it } from 'vitest';
import { getAcceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { getCooling } from '@/lib/analytics/cooling/get-cooling';
import { getDiagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import { listLowScores } from '@/lib/analytics/diagnostics/lists';
import { getWorkload } from '@/lib/analytics/workload/get-workload';
import { readModelOf } from '@/lib/read-model/read-model';
import type { Context } from '@/lib/server/context';
import { DAY_MS } from '@/lib/time';
import { copyDemo, demoOnDuckDb } from '@/test/support/demo-warehouse';
import { describeOnEveryBackend } from '@/test/support/describe-backends';
import { runGuideQueryAt } from '@/test/support/guide-queries';
import type { TemporaryWarehouse } from '@/test/support/test-warehouse';

const now = new Date('2026-03-04T15:30:00.000Z');
// The guide's "last 30 days" are today and the 30 days before.
const month = { period: { days: 31 }, zone: 'UTC' } as const;

describeOnEveryBackend(
  'the demo company’s pages show the same numbers as the guide’s queries',
  (on) => {
    let temporary: TemporaryWarehouse;
    let ctx: Context;
    beforeAll(async () => {
      const embedded = await demoOnDuckDb(now);
      temporary = on === 'duckdb' ? embedded : await copyDemo(embedded.warehouse, now, on);
      if (on !== 'duckdb') await embedded.dispose();
      const { warehouse } = temporary;
      const person = { email: 'v@example.com', name: 'Vi', role: 'viewer' } as const;
      ctx = { warehouse, readModel: readModelOf(warehouse), person, now: () => now };
    });
    afterAll(() => temporary?.dispose());

    /** From some days before today, as the guide's queries count. */
    const since = (days: number) => {
      const day = (at: number) => new Date(at).toISOString().slice(0, 10);
      const period = { first: day(now.getTime() - days * DAY_MS), last: day(now.getTime()) };
      return { ...month, period };
    };
    const guide = (name: Parameters<typeof runGuideQueryAt>[1]) =>
      runGuideQueryAt(ctx.warehouse, name, now);
    const by = (key: string) => (a: object, b: object) =>
      String(Reflect.get(a, key)).localeCompare(String(Reflect.get(b, key)));
    /** Rounds to nine digits: sums of doubles depend on the order of addition. */
    const near = (value: unknown) =>
      value === null || value === undefined ? null : Number(Number(value).toPrecision(9));

    it('matches the workload distribution over 7 days', async () => {
      const { recommended } = await getWorkload(ctx, since(7));
      const expected = await guide('workloadDistribution');
      expect(expected.length).toBeGreaterThan(20);
      expect(
        recommended
          .map((row) => ({
            recommended_csm: row.csm,
            total_recommendations: row.total,
            accepted_assignments: row.accepted,
            avg_score: near(row.score),
          }))
          .sort(by('recommended_csm')),
      ).toEqual(
        expected
          .map((row) => ({
            recommended_csm: row.recommended_csm,
            total_recommendations: Number(row.total_recommendations),
            accepted_assignments: Number(row.accepted_assignments),
            avg_score: near(row.avg_score),
          }))
          .sort(by('recommended_csm')),
      );
    });

    it('matches CSM performance over 30 days, including who is still active', async () => {
      const { recommended } = await getWorkload(ctx, since(30));
      const expected = await guide('csmPerformance');
      expect(expected.length).toBeGreaterThan(20);
      expect(
        recommended
          .filter(({ accepted }) => accepted > 0)
          .map((row) => ({
            recommended_csm: row.csm,
            total_assigned: row.accepted,
            avg_neediness: near(row.neediness),
            avg_health: near(row.health),
            avg_revenue: near(row.revenue),
            avg_optimization_score: near(row.acceptedScore),
            is_still_active: row.stillActive,
          }))
          .sort(by('recommended_csm')),
      ).toEqual(
        expected
          .map((row) => ({
            recommended_csm: row.recommended_csm,
            total_assigned: Number(row.total_assigned),
            avg_neediness: near(row.avg_neediness),
            avg_health: near(row.avg_health),
            avg_revenue: near(row.avg_revenue),
            avg_optimization_score: near(row.avg_optimization_score),
            is_still_active: row.is_still_active,
          }))
          .sort(by('recommended_csm')),
      );
    });

    it('matches the acceptance rate of each method over 30 days', async () => {
      const { byMethod } = await getAcceptance(ctx, month);
      const expected = await guide('acceptanceRate');
      expect(expected.length).toBeGreaterThan(1);
      expect(
        byMethod
          .map(({ method, total, accepted, rate }) => ({
            assignment_method: method,
            total_recommendations: total,
            accepted,
            acceptance_rate: near((rate ?? 0) * 100)?.toFixed(2),
          }))
          .sort(by('assignment_method')),
      ).toEqual(
        expected
          .map((row) => ({
            assignment_method: row.assignment_method,
            total_recommendations: Number(row.total_recommendations),
            accepted: Number(row.accepted),
            acceptance_rate: Number(row.acceptance_rate).toFixed(2),
          }))
          .sort(by('assignment_method')),
      );
    });

    it('matches the CSMs who received an account within the last 4 hours', async () => {
      const { guide: beside } = await getCooling(ctx, month);
      const expected = await guide('coolingCheck');
      expect(expected.length).toBeGreaterThan(0);
      expect(
        beside.rows.map(({ csm, lastAt, hours }) => ({ csm, lastAt, hours })).sort(by('csm')),
      ).toEqual(
        expected
          .map((row) => ({
            csm: row.recommended_csm,
            lastAt: row.last_assignment_time,
            hours: Number(row.hours_since_last_assignment),
          }))
          .sort(by('csm')),
      );
    });

    it('matches the accounts in need, the active CSMs, and the lowest scores not accepted', async () => {
      const { accounts, csms } = await getDiagnostics(ctx);
      const lowScores = await listLowScores(ctx);
      const [needing] = await guide('accountsNeedingCsmCount');
      const [active] = await guide('activeCsmCount');
      expect(accounts.guide.rows).toBe(Number(needing?.needs_csm_count));
      expect(csms.guide.rows).toBe(Number(active?.eligible_csm_count));
      const expected = await guide('notAssigned');
      expect(expected).toHaveLength(10);
      expect(lowScores.rows.map(({ score }) => near(score))).toEqual(
        expected.map((row) => near(row.optimization_score)),
      );
      // Claude's own text is not compared: the data team's column starts with the verdict.
      const named = (accountId: unknown, csm: unknown) => JSON.stringify([accountId, csm]);
      expect(lowScores.rows.map(({ accountId, csm }) => named(accountId, csm)).sort()).toEqual(
        expected.map((row) => named(row.account_id, row.recommended_csm)).sort(),
      );
    });
  },
);
