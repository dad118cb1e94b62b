import { describe, expect, it } from 'vitest';
import { workloadFigures } from '@/lib/warehouse/sql/analytics/workload';
import { finishRun, insertRun } from '@/lib/warehouse/sql/runs';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import type { Scope } from '@/lib/warehouse/sql/shared/scope';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import { edgeCaseStrings } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, limits, newRun, now } from './rows';

/** Statement of the Workload page. */
export function describeWorkload(harness: ContractHarness): void {
  const noFilter = { segments: [], levels: [], csms: null, spellings: new Map() };
  const read = (scope: Partial<Pick<Scope, 'csms' | 'levels'>> = {}) =>
    harness.read(
      workloadFigures({
        scope: { ...noFilter, from: hoursLater(-240), to: hoursLater(24), ...scope },
        now,
        limits,
        recommendedFrom: hoursLater(-30),
        trendPeriod: {
          from: hoursLater(-2_000),
          clock: { first: 60, changes: [{ at: hoursLater(-48), minutes: 120 }] },
        },
      }),
    );
  const name = edgeCaseStrings[0];

  describe('workload', () => {
    it('has no rows in an empty warehouse', async () => {
      expect(await read()).toEqual([]);
    });

    it('counts recommendations and received accounts', async () => {
      await seedCompany(harness.context.warehouse, { csms: [{ name, tenureMonths: 6 }] });
      const base = { neediness: 9, health: 95, revenue: 10, score: 50 };
      await insertExternalRecommendations(harness.context.warehouse, [
        { ...base, account: 'A', csm: name, at: hoursAgo(24), accepted: true, given: name },
        { ...base, account: 'B', csm: name, at: hoursAgo(24.001), score: null, given: name },
        { ...base, account: 'C', csm: 'Former CSM', at: hoursAgo(30), score: 25, accepted: true },
        { ...base, account: 'D', csm: null, at: hoursAgo(30), accepted: null },
        { ...base, account: 'E', csm: name, at: hoursAgo(240.001), accepted: true },
      ]);
      const rows = await read();
      const one = { question: 'recommended', total: 1, accepted: 1, stillActive: true };
      const averages = { acceptedScore: 50, neediness: 9, health: 95, revenue: 10 };
      const recommended = rowsFor(rows, 'recommended');
      expect(recommended).toHaveLength(3);
      expect(recommended).toEqual(
        expect.arrayContaining([
          { ...one, csm: name, total: 2, score: 50, ...averages },
          {
            ...{ ...one, csm: 'Former CSM', score: 25, ...averages, acceptedScore: 25 },
            stillActive: false,
          },
          {
            ...{ ...one, csm: null, accepted: 0, score: 50, acceptedScore: null },
            ...{ neediness: null, health: null, revenue: null, stillActive: false },
          },
        ]),
      );
      const received = rowsFor(rows, 'received');
      expect(received).toHaveLength(2);
      expect(received).toEqual(
        expect.arrayContaining([
          {
            ...{ question: 'received', accounts: 2, color: 'green', needy: true },
            tenureMonths: expect.closeTo(5.97, 2),
          },
          {
            ...{ question: 'received', accounts: 1, color: 'green', needy: true },
            tenureMonths: null,
          },
        ]),
      );
    });

    it('returns the last run of each local day that has fairness figures and is not a dry run', async () => {
      const end = { status: 'succeeded', stage: 'saving', failure: null, result: '{}' } as const;
      const withFairness = (fairness: string) => ({
        snapshot: { fairness, unavailable: '{}', deferredAccounts: '[]', books: '{}' },
      });
      const runs = [
        { hours: -50, ...withFairness('{"first":1}') },
        { hours: -49.5, ...withFairness('{"first":2}') },
        { hours: -49, dryRun: false },
        { hours: -10, ...withFairness('{"second":1}') },
        { hours: -9.5, dryRun: true, ...withFairness('{"second":2}') },
      ];
      for (const [at, { hours, dryRun = false, ...rest }] of runs.entries()) {
        const run = newRun({ id: `r${at}`, dryRun, at: hoursLater(hours) });
        await harness.write(
          insertRun(run),
          finishRun({ ...end, id: run.id, at: hoursLater(hours), placed: 1, deferred: 0, ...rest }),
        );
      }
      const found = rowsFor(await read(), 'runs');
      expect(found.toSorted((a, b) => (a.day < b.day ? -1 : 1))).toEqual([
        { question: 'runs', day: '2026-02-28', runId: 'r1', fairness: '{"first":2}' },
        { question: 'runs', day: '2026-03-02', runId: 'r3', fairness: '{"second":1}' },
      ]);
    });
  });
}
