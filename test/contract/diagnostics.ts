import { describe, expect, it } from 'vitest';
import { diagnosticsFigures } from '@/lib/warehouse/sql/analytics/diagnostics';
import { failures } from '@/lib/warehouse/sql/analytics/failures';
import { lowScores } from '@/lib/warehouse/sql/analytics/low-scores';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { endReviewCall, insertReviewCall } from '@/lib/warehouse/sql/review-calls';
import { finishRun, insertRun } from '@/lib/warehouse/sql/runs';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import { edgeCaseStrings } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, newDecision, newRun, now } from './rows';

/** The statements of the Diagnostics page. */
export function describeDiagnostics(harness: ContractHarness): void {
  const figures = () =>
    harness.read(diagnosticsFigures({ month: { from: hoursLater(-33), to: hoursLater(700) } }));

  describe('the diagnostics', () => {
    it('are all zero in an empty warehouse', async () => {
      expect(await harness.read(lowScores(hoursLater(-33), null))).toEqual([]);
      const part = { limit: 10, offset: 0 };
      expect(await harness.read(failures(hoursLater(-33), part))).toEqual([]);
      const rows = await figures();
      expect(rows).toMatchObject([
        {
          question: 'totals',
          onboardingRows: 0,
          onboardingWithoutId: 0,
          onboardingAccounts: 0,
          activeRows: 0,
          activeWithoutName: 0,
          activeCsms: 0,
          tokens: 0,
          recommendedAt: null,
          schemaVersion: expect.any(Number),
        },
      ]);
    });

    it('include the data team’s counts, and unaccepted recommendations with their state', async () => {
      const [specialName = '', specialText = ''] = [edgeCaseStrings[0], edgeCaseStrings[5]];
      await seedCompany(harness.context.warehouse, {
        csms: [{ name: specialName }, { name: 'Ana' }],
        accounts: [
          ...['A', 'B', 'C', 'D'].map((id) => ({ id, since: hoursAgo(50) })),
          { id: 'E', csm: 'Ana' },
        ],
      });
      await harness.context.queryRows(
        `INSERT INTO ${tableNames.activeCsms} (active_csm) SELECT CAST(NULL AS VARCHAR)`,
      );
      await harness.context.queryRows(`INSERT INTO ${tableNames.onboardingSource}
        (account_id_ob, success_transition_status_ob)
        SELECT CAST(NULL AS VARCHAR), 'Needs CSM' UNION ALL SELECT 'C', 'Needs CSM'`);
      await insertExternalRecommendations(harness.context.warehouse, [
        {
          id: 1,
          account: 'C',
          csm: specialName,
          at: hoursAgo(25),
          score: 50,
          feedback: specialText,
        },
        { id: 2, account: 'E', csm: specialName, at: hoursAgo(2), score: 50.5 },
        { id: 3, account: 'F', csm: 'Ana', at: hoursAgo(3), score: null },
        { id: 4, account: 'G', csm: 'Ana', at: hoursAgo(4), score: 7 },
        { id: 5, account: null, csm: 'Ana', at: hoursAgo(5), score: 7 },
        { id: 6, account: 'H', csm: 'Ana', at: hoursAgo(34), score: 0, accepted: true },
        { id: 7, account: 'I', csm: 'Ana', at: hoursAgo(6), score: 9, given: specialName },
        { id: 8, account: 'D', csm: 'Ana', at: hoursAgo(7), score: 8 },
      ]);
      await upsertExternalAssignments(harness.context.warehouse, [
        { account: 'D', csm: 'Ana', at: hoursAgo(6) },
      ]);
      await harness.write(
        insertDecisions([newDecision({ recommendationId: '4', accountId: 'G', verb: 'reject' })]),
      );
      const rows = await figures();
      expect(rowsFor(rows, 'totals')).toMatchObject([
        {
          onboardingRows: 6,
          onboardingWithoutId: 1,
          onboardingAccounts: 4,
          activeRows: 3,
          activeWithoutName: 1,
          activeCsms: 2,
          recommendedAt: hoursLater(-2),
        },
      ]);
      const low = await harness.read(lowScores(hoursLater(-33), null));
      expect(low.map(({ id, state }) => [id, state])).toEqual([
        ['4', 'rejected'],
        ['5', null],
        ['8', 'superseded'],
        ['7', 'overridden'],
        ['1', 'pending'],
        ['2', 'pending'],
        ['3', 'pending'],
      ]);
      expect(low[4]).toEqual({
        id: '1',
        accountId: 'C',
        csm: specialName,
        score: 50,
        feedback: specialText,
        at: hoursLater(-25),
        state: 'pending',
        verdict: null,
        total: 7,
      });
      const page = await harness.read(lowScores(hoursLater(-33), { limit: 2, offset: 4 }));
      expect(page.map(({ id, total }) => [id, total])).toEqual([
        ['1', 7],
        ['2', 7],
      ]);
    });

    it('include recent failed runs and reviews, and the last run and review', async () => {
      const endRun = (id: string, status: 'failed' | 'succeeded', failure: string | null) =>
        finishRun({
          id,
          status,
          stage: 'solving',
          at: now,
          placed: null,
          deferred: null,
          failure: failure === null ? null : { code: 'unexpected', message: failure },
          result: null,
        });
      const run = (id: string, hours: number, dryRun = false) =>
        insertRun(newRun({ id, at: hoursLater(hours), dryRun }));
      const startCall = (id: string, hours: number) =>
        insertReviewCall({
          id,
          runId: `run-${id}`,
          kind: 'now',
          model: 'm',
          promptVersion: 1,
          by: 'x@y.z',
          at: hoursLater(hours),
          ttlMs: -1,
        });
      const endCall = (id: string, failed: boolean) =>
        endReviewCall({
          id,
          status: failed ? 'failed' : 'done',
          asked: 3,
          reviewed: failed ? 0 : 3,
          failure: failed ? { code: 'overloaded', message: 'Overloaded.' } : null,
          model: 'm',
          usage: { input: 1, cacheWrite: 2, cacheRead: 3, output: 4 },
          latencyMs: 5,
          at: now,
        });
      await harness.write(
        run('old', -14 * 24 - 1),
        endRun('old', 'failed', 'Long ago.'),
        run('bad', -30),
        endRun('bad', 'failed', edgeCaseStrings[9] ?? ''),
        run('good', -20),
        endRun('good', 'succeeded', null),
        run('dry', -10, true),
        endRun('dry', 'failed', null),
        startCall('c1', -40),
        endCall('c1', true),
        startCall('c2', -5),
        endCall('c2', false),
        startCall('c3', -1),
      );
      const rows = await figures();
      const since = hoursLater(-14 * 24);
      const failed = await harness.read(failures(since, { limit: 10, after: null }));
      expect(failed).toMatchObject([
        { kind: 'run', id: 'dry', dryRun: true, failure: null, total: 3 },
        { id: 'bad', status: 'failed', failure: edgeCaseStrings[9], startedByName: 'Mia' },
        { kind: 'review', runId: 'run-c1', failure: 'Overloaded.', asked: 3, reviewed: 0 },
      ]);
      const after = failed[0]?.key ?? null;
      expect(await harness.read(failures(since, { limit: 1, after }))).toMatchObject([
        { id: 'bad', total: 2 },
      ]);
      expect(rowsFor(rows, 'lastRun')).toMatchObject([{ id: 'good', status: 'succeeded' }]);
      expect(rowsFor(rows, 'lastReview')).toMatchObject([
        { runId: 'run-c3', kind: 'now', status: 'started', asked: null, isExpired: true },
      ]);
      // The call 40 hours ago is in the previous month.
      expect(rowsFor(rows, 'totals')).toMatchObject([{ tokens: 10 }]);
    });
  });
}
