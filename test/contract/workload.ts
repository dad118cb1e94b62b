import { describe, expect, it } from 'vitest';
import { workloadFigures } from '@/lib/warehouse/sql/analytics/workload';
import { finishRun, insertRun } from '@/lib/warehouse/sql/runs';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { EARLIER_REASSIGNMENT } from '@/lib/warehouse/sql/shared/earlier-program';
import type { Scope } from '@/lib/warehouse/sql/shared/scope';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
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
        recommendedTo: hoursLater(24),
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
      const one = {
        question: 'recommended',
        total: 1,
        accepted: 1,
        stillActive: true,
        reassigned: 0,
        reassignedAccepted: 0,
      };
      const averages = { acceptedScore: 50, neediness: 9, health: 95, revenue: 10 };
      const recommended = rowsFor(rows, 'recommended');
      expect(recommended).toHaveLength(3);
      expect(recommended).toEqual(
        expect.arrayContaining([
          { ...one, csm: name, total: 2, score: 50, ...averages },
          {
            ...one,
            csm: 'Former CSM',
            score: 25,
            ...averages,
            acceptedScore: 25,
            stillActive: false,
          },
          {
            ...one,
            csm: null,
            accepted: 0,
            score: 50,
            acceptedScore: null,
            neediness: null,
            health: null,
            revenue: null,
            stillActive: false,
          },
        ]),
      );
      const received = rowsFor(rows, 'received');
      expect(received).toHaveLength(2);
      expect(received).toEqual(
        expect.arrayContaining([
          {
            question: 'received',
            accounts: 2,
            color: 'green',
            needy: true,
            tenureMonths: expect.closeTo(5.97, 2),
          },
          {
            question: 'received',
            accounts: 1,
            color: 'green',
            needy: true,
            tenureMonths: null,
          },
        ]),
      );
    });

    it('counts received accounts as the ledger does, and the earlier program’s reassignments', async () => {
      await insertExternalRecommendations(harness.context.warehouse, [
        { account: 'A', csm: name, at: hoursAgo(5), accepted: true },
        { account: 'B', csm: 'Bo', at: hoursAgo(6), given: name },
        {
          account: 'C',
          csm: 'Bo',
          at: hoursAgo(7),
          accepted: true,
          method: EARLIER_REASSIGNMENT,
        },
      ]);
      await upsertExternalAssignments(harness.context.warehouse, [
        { account: 'D', csm: name, at: hoursAgo(3) },
      ]);
      const rows = await read();
      const byName = (a: { csm: string }, b: { csm: string }) => (a.csm < b.csm ? -1 : 1);
      expect(rowsFor(rows, 'receipts').sort(byName)).toEqual(
        [
          { question: 'receipts', csm: name, accounts: 3 },
          { question: 'receipts', csm: 'Bo', accounts: 1 },
        ].sort(byName),
      );
      const bo = rowsFor(rows, 'recommended').find(({ csm }) => csm === 'Bo');
      expect(bo).toMatchObject({ total: 2, accepted: 1, reassigned: 1, reassignedAccepted: 1 });
    });

    it('has the books of the first run in each part of the period, and of its last run', async () => {
      // The period is 11 days: 22 hours each.
      const runs = [-250, -239, -238, -200, -190, -3, -2, 30].map((hours, index) => ({
        id: `r${index}`,
        hours,
      }));
      const end = { status: 'succeeded', stage: 'saving', failure: null, result: '{}' } as const;
      for (const { id, hours } of runs) {
        const at = hoursLater(hours);
        const books = JSON.stringify({ [id]: [1, 2] });
        const snapshot = { fairness: '{}', unavailable: '{}', books };
        await harness.write(
          insertRun(newRun({ id, at })),
          finishRun({ ...end, id, at, placed: 1, deferred: 0, snapshot }),
        );
      }
      const samples = rowsFor(await read(), 'samples');
      expect(samples.map(({ books }) => Object.keys(JSON.parse(books))[0]).sort()).toEqual(
        ['r1', 'r3', 'r4', 'r5', 'r6'].sort(),
      );
      expect(samples.find(({ books }) => books.includes('r1'))?.at).toEqual(hoursLater(-239));
    });

    it('returns the last run of each local day that has fairness figures and is not a dry run', async () => {
      const end = { status: 'succeeded', stage: 'saving', failure: null, result: '{}' } as const;
      const withFairness = (fairness: string) => ({
        snapshot: { fairness, unavailable: '{}', books: '{}' },
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
