import { describe, expect, it } from 'vitest';
import { periodOf } from '@/lib/analytics/period';
import { hoursAgo } from '@/lib/testing/desk';
import { assignElsewhere, recommendElsewhere } from '@/lib/testing/other-program';
import { acceptanceFigures } from '../sql/acceptance';
import { acceptanceRows } from '../sql/acceptance-rows';
import { answersOf } from '../sql/answers';
import { insertDecisions } from '../sql/decisions';
import { insertReviews } from '../sql/reviews';
import type { Bench } from './bench.testing';
import { later, newDecision, now } from './rows.testing';

const nobody = { segments: [], levels: [], managers: [] };
const scope = { ...periodOf({ days: 30 }, 'UTC', now), ...nobody };
const none = { total: 0, accepted: 0, overridden: 0, rejected: 0 };
const counts = { ...none, pending: 0, superseded: 0, incomplete: 0 };
const minute = 60_000;

/** One recommendation of each outcome, and one from before the period. */
async function seed(bench: Bench): Promise<void> {
  const at = hoursAgo(3);
  await recommendElsewhere(bench.desk.warehouse, [
    { id: 1, account: 'A', csm: 'Ana', at, score: 100, accepted: true, given: 'Ana' },
    { id: 2, account: 'B', csm: 'Ana', at, score: 20, given: 'Bo', method: null },
    { id: 3, account: 'C', csm: 'Bo', at, score: 19.9, segment: null },
    { id: 4, account: 'D', csm: 'Bo', at, score: null },
    { id: 5, account: 'E', csm: 'Bo', at, score: -1, accepted: null },
    { id: 6, account: 'F', csm: null, at, score: 50 },
    { id: 7, account: 'G', csm: 'Cy', at, score: 50, given: 'Bo' },
    { id: 8, account: 'A', csm: 'Ana', at: hoursAgo(31 * 24), accepted: true },
  ]);
  await assignElsewhere(bench.desk.warehouse, [{ account: 'E', csm: 'Cy', at: hoursAgo(1) }]);
  const origin = { callId: 'c', runId: 'r', model: 'claude-test', promptVersion: 1 };
  const review = {
    ...{ verdict: 'reassign' as const, confidence: 90, feedback: 'Said.', issues: [] },
    ...{ suggestedCsm: 'Bo', droppedSuggestion: null, accountId: 'B', hidden: true },
  };
  await bench.write(
    insertReviews({ ...origin, at: later(-2.5) }, [
      { ...review, id: 'w-1', recommendationId: '1', verdict: 'approve', suggestedCsm: null },
      { ...review, id: 'w-2', recommendationId: '2' },
      { ...review, id: 'w-4', recommendationId: '4' },
    ]),
    insertReviews({ ...origin, at: later(-0.5) }, [
      { ...review, id: 'w-1b', recommendationId: '1', hidden: false },
    ]),
    insertDecisions([
      newDecision({ id: 'd-1', recommendationId: '1', at: later(-2) }),
      newDecision({
        ...{ id: 'd-2', recommendationId: '2', verb: 'override', csm: 'Bo', reason: 'workload' },
        ...{ accountId: 'B', at: later(-1), note: 'Said so.' },
      }),
      newDecision({ id: 'd-3a', recommendationId: '3', verb: 'accept', at: later(-2.9) }),
      newDecision({ id: 'u-3a', recommendationId: '3', verb: 'undo', undoes: 'd-3a' }),
      newDecision({
        ...{ id: 'd-3', recommendationId: '3', verb: 'reject', reason: 'wrong_fit', at: now },
        accountId: 'C',
      }),
    ]),
  );
}

/** What became of recommendations, and which they were. */
export function describeAcceptance(bench: Bench): void {
  describe('acceptance', () => {
    const figures = () => bench.read(acceptanceFigures(scope));

    it('is nothing where nothing was recommended', async () => {
      expect(await figures()).toEqual([]);
      expect(await bench.read(acceptanceRows(scope, {}, 10))).toEqual([]);
    });

    it('counts each recommendation once by what became of it, and how fast', async () => {
      await seed(bench);
      expect(answersOf(await figures(), 'all')).toEqual([
        {
          ...{ question: 'all', total: 7, accepted: 1, overridden: 2, rejected: 1, pending: 1 },
          ...{ superseded: 1, incomplete: 1, elsewhere: 1, percentAccepted: 14.29 },
          ...{ timed: 3, medianMs: 120 * minute, ninetiethMs: 168 * minute },
        },
      ]);
    });

    it('counts them by what they have in common', async () => {
      await seed(bench);
      const rows = await figures();
      const has = (...answers: object[]) => {
        return expect.arrayContaining(answers.map((answer) => expect.objectContaining(answer)));
      };
      const method = (name: string, missing: boolean) => ({ method: name, missing });
      expect(answersOf(rows, 'byMethod')).toEqual(
        has(
          { ...method('batch_optimized', false), total: 6, accepted: 1, percentAccepted: 16.67 },
          { ...counts, ...method('', true), total: 1, overridden: 1, percentAccepted: 0 },
        ),
      );
      expect(answersOf(rows, 'byWeek')).toMatchObject([{ week: '2026-03-02', total: 7 }]);
      expect(answersOf(rows, 'byCsm')).toEqual(
        has(
          { ...counts, csm: 'Ana', total: 2, accepted: 1, overridden: 1 },
          { ...counts, csm: 'Bo', total: 3, rejected: 1, pending: 1, superseded: 1 },
          { ...counts, csm: null, total: 1, incomplete: 1 },
        ),
      );
      expect(answersOf(rows, 'byClass')).toEqual(
        has({ segment: 'Residential', total: 6 }, { segment: null, level: 'Corporate', total: 1 }),
      );
      expect(answersOf(rows, 'byBand')).toHaveLength(5);
      expect(answersOf(rows, 'byBand')).toEqual(
        has(
          ...[0, 1].map((band) => ({ band, total: 1 })),
          { band: 2, total: 2, overridden: 1, incomplete: 1 },
          { band: 4, total: 1, accepted: 1 },
          { band: null, total: 2 },
        ),
      );
      expect(answersOf(rows, 'byVerdict')).toEqual(
        has(
          { verdict: 'approve', total: 1, accepted: 1 },
          { verdict: 'reassign', total: 1, overridden: 1 },
          { verdict: null, total: 5, pending: 1 },
        ),
      );
    });

    it('counts decisions by where they went, why and when', async () => {
      await seed(bench);
      const rows = await figures();
      const named = { fromOthers: false, toOthers: false, overrides: 1 };
      const overrides = answersOf(rows, 'overrides');
      expect(
        overrides.toSorted((a, b) => (a.fromCsm ?? '').localeCompare(b.fromCsm ?? '')),
      ).toEqual([
        { question: 'overrides', fromCsm: 'Ana', toCsm: 'Bo', ...named },
        { question: 'overrides', fromCsm: 'Cy', toCsm: 'Bo', ...named },
      ]);
      const reason = (said: object) => expect.objectContaining({ ...said, count: 1 });
      expect(answersOf(rows, 'reasons')).toHaveLength(3);
      expect(answersOf(rows, 'reasons')).toEqual(
        expect.arrayContaining([
          reason({ outcome: 'overridden', reason: 'workload', elsewhere: false }),
          reason({ outcome: 'overridden', reason: null, elsewhere: true }),
          reason({ outcome: 'rejected', reason: 'wrong_fit', elsewhere: false }),
        ]),
      );
      expect(answersOf(rows, 'byDecidedWeek')).toMatchObject([{ week: '2026-03-02', timed: 3 }]);
      const hours = answersOf(rows, 'byHour').map(({ hour, timed }) => `${timed} at ${hour}`);
      expect(hours.sort()).toEqual(['1 at 7', '1 at 8', '1 at 9']);
      expect(answersOf(rows, 'agreement')).toHaveLength(4);
      expect(answersOf(rows, 'agreement')).toEqual(
        expect.arrayContaining([
          reason({ verdict: 'approve', outcome: 'accepted', toSuggestion: false }),
          reason({ verdict: 'reassign', outcome: 'overridden', toSuggestion: true }),
          reason({ verdict: null, outcome: 'overridden', toSuggestion: false }),
          reason({ verdict: null, outcome: 'rejected', toSuggestion: false }),
        ]),
      );
    });

    it('lists the recommendations behind a figure, the latest first, with who decided', async () => {
      await seed(bench);
      const listed = async (behind: Parameters<typeof acceptanceRows>[1], limit = 10) => {
        const rows = await bench.read(acceptanceRows(scope, behind, limit));
        return rows.map(({ id }) => id);
      };
      expect(await listed({})).toEqual(['3', '2', '1', '7', '6', '5', '4']);
      expect(await listed({}, 2)).toEqual(['3', '2']);
      expect(await listed({ outcome: 'decided' })).toEqual(['3', '2', '1', '7']);
      expect(await listed({ csm: null })).toEqual(['6']);
      expect(await listed({ method: null })).toEqual(['2']);
      expect(await listed({ segment: null, level: ' corporate' })).toEqual(['3']);
      expect(await listed({ band: null })).toEqual(['5', '4']);
      expect(await listed({ band: 2 })).toEqual(['7', '6']);
      expect(await listed({ verdict: 'reassign' })).toEqual(['2']);
      expect(await listed({ verdict: null, outcome: 'pending' })).toEqual(['4']);
      expect(await listed({ outcome: 'overridden', toSuggestion: false })).toEqual(['7']);
      expect(await listed({ elsewhere: true })).toEqual(['7']);
      expect(await listed({ decidedHour: 8 })).toEqual(['2']);
      expect(
        await listed({ week: Date.UTC(2026, 2, 2) / 86_400_000, reason: 'wrong_fit' }),
      ).toEqual(['3']);
      const [row] = await bench.read(acceptanceRows(scope, { csm: 'Ana', givenCsm: 'Bo' }, 10));
      expect(row).toEqual({
        ...{ id: '2', accountId: 'B', accountName: null, recommendedCsm: 'Ana', givenCsm: 'Bo' },
        ...{ recommendedAt: later(-3), outcome: 'overridden', elsewhere: false, score: 20 },
        ...{ verdict: 'reassign', reason: 'workload', note: 'Said so.', byName: 'Mia' },
        ...{ decidedAt: later(-1), behind: 1 },
      });
    });
  });
}
