import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import {
  type CalibrationScope,
  calibrationCounts,
} from '@/lib/warehouse/sql/analytics/calibration';
import {
  type CalibrationFilter,
  calibrationRows,
} from '@/lib/warehouse/sql/analytics/calibration-rows';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { endReviewCall, insertReviewCall } from '@/lib/warehouse/sql/review-calls';
import { reviewUsage } from '@/lib/warehouse/sql/review-usage';
import { insertReviews } from '@/lib/warehouse/sql/reviews';
import type { ContractHarness } from './harness';
import { hoursLater, newDecision, now } from './rows';

const origin = { callId: 'c', runId: 'r', model: 'claude-sonnet-5-5', promptVersion: 1 };
/** Two weeks from Monday, February 23, after two weeks before. */
const scope: CalibrationScope = {
  from: hoursLater(-9 - 7 * 24),
  to: hoursLater(-9 + 7 * 24),
  clock: { first: 0, changes: [] },
  fastBelowMs: 3_000,
  spellings: new Map(),
};
const previousFrom = hoursLater(-9 - 21 * 24);

const review = {
  accountId: 'A',
  verdict: 'reassign' as const,
  confidence: 90,
  feedback: 'Better fit elsewhere.',
  issues: [],
  suggestedCsm: 'Bo',
  droppedSuggestion: null,
};

/** Statements of the Reviews page: calibration and token usage. */
export function describeCalibration(harness: ContractHarness): void {
  describe('calibration', () => {
    const counts = () => harness.read(calibrationCounts(scope, previousFrom));

    it('has no rows when there are no decisions', async () => {
      expect(await counts()).toEqual([]);
    });

    const seed = () =>
      harness.write(
        insertReviews({ ...origin, at: hoursLater(-1) }, [
          { ...review, id: 'w-1', recommendationId: '1', hidden: false },
          { ...review, id: 'w-2', recommendationId: '2', hidden: true },
        ]),
        insertDecisions([
          newDecision({ recommendationId: '1', verb: 'override', csm: 'Bo', dwellMs: 2_000 }),
          newDecision({ recommendationId: '2', verb: 'reject' }),
          newDecision({
            recommendationId: '3',
            at: scope.from,
            acknowledgedRules: ['away'],
            dwellMs: 5_000,
          }),
          newDecision({ recommendationId: '4', at: new Date(scope.from.getTime() - 1) }),
          newDecision({ recommendationId: '5', at: new Date(previousFrom.getTime() - 1) }),
        ]),
      );

    it('counts decisions by week, verdict, and outcome, with and without a review', async () => {
      await seed();
      const base = { model: origin.model, promptVersion: 1, decisions: 1, late: false };
      const zeroCounts = { suggested: 0, toSuggestion: 0, flagged: 0, timed: 0, fast: 0 };
      const unreviewed = { verdict: null, blind: false, model: null, promptVersion: null };
      const rows = await counts();
      expect(rows).toHaveLength(4);
      expect(rows).toEqual(
        expect.arrayContaining([
          {
            ...base,
            ...zeroCounts,
            ...unreviewed,
            verb: 'accept',
            isCurrent: false,
            week: null,
          },
          {
            ...base,
            ...zeroCounts,
            ...unreviewed,
            verb: 'accept',
            flagged: 1,
            timed: 1,
            isCurrent: true,
            week: '2026-02-23',
          },
          {
            ...base,
            isCurrent: true,
            week: '2026-03-02',
            verb: 'override',
            verdict: 'reassign',
            blind: false,
            suggested: 1,
            toSuggestion: 1,
            flagged: 1,
            timed: 1,
            fast: 1,
          },
          {
            ...base,
            isCurrent: true,
            week: '2026-03-02',
            verb: 'reject',
            verdict: 'reassign',
            blind: true,
            ...zeroCounts,
            suggested: 1,
          },
        ]),
      );
    });

    it('lists the decisions behind a count, newest first and in parts', async () => {
      const list = (filter: CalibrationFilter, limit = 50) =>
        harness.read(calibrationRows(scope, filter, { limit, after: null }));
      expect(await list({ group: 'all' })).toEqual([]);
      await seed();
      const [first, ...more] = await list({ group: 'all' });
      expect([first?.total, more.length]).toEqual([3, 2]);
      const followed = await list({ group: 'reviewed', toSuggestion: true });
      expect(followed).toMatchObject([
        {
          recommendationId: '1',
          accountId: 'A',
          verb: 'override',
          assignedCsm: 'Bo',
          verdict: 'reassign',
          suggestedCsm: 'Bo',
          hidden: false,
          late: false,
          byName: 'Mia',
          decidedAt: now,
          total: 1,
        },
      ]);
    });
  });

  describe('token usage of reviews', () => {
    const usage = () => harness.read(reviewUsage(hoursLater(-24), hoursLater(24)));
    const startCall = (id: string, at: Date) =>
      insertReviewCall({
        id,
        runId: `run-${id}`,
        kind: 'now',
        model: origin.model,
        promptVersion: 1,
        by: 'mia@example.com',
        at,
        ttlMs: HOUR_MS,
      });
    const endCall = (id: string) =>
      endReviewCall({
        id,
        status: 'done',
        failure: null,
        asked: 10,
        reviewed: 9,
        model: origin.model,
        usage: { input: 1, cacheWrite: 20, cacheRead: 300, output: 4_000 },
        latencyMs: 9_000,
        at: now,
      });

    it('has no rows when there has never been a review', async () => {
      expect(await usage()).toEqual([]);
    });

    it('is summed by model and kind, and includes the most recent review', async () => {
      await harness.write(
        startCall('a', now),
        endCall('a'),
        startCall('b', hoursLater(-1)),
        endCall('b'),
      );
      expect(await usage()).toEqual([
        {
          model: origin.model,
          kind: 'now',
          usage: { input: 2, cacheWrite: 40, cacheRead: 600, output: 8_000 },
          last: {
            runId: 'run-a',
            kind: 'now',
            status: 'done',
            failure: null,
            asked: 10,
            reviewed: 9,
            startedAt: now,
            isExpired: false,
            endedAt: now,
          },
        },
      ]);
    });

    it('is zero in a month without reviews, but includes the most recent review', async () => {
      await harness.write(startCall('a', hoursLater(-48)));
      const [row, ...more] = await usage();
      expect(more).toEqual([]);
      expect(row).toMatchObject({
        model: null,
        kind: null,
        usage: { input: 0, output: 0 },
        last: { runId: 'run-a', status: 'started', asked: null, endedAt: null },
      });
    });
  });
}
