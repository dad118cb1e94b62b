import { describe, expect, it } from 'vitest';
import { periodOf } from '@/lib/analytics/shared/scope';
import { DAY_MS, MINUTE_MS } from '@/lib/time';
import { acceptanceFigures } from '@/lib/warehouse/sql/analytics/acceptance';
import { acceptanceRows } from '@/lib/warehouse/sql/analytics/acceptance-rows';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { insertReviews } from '@/lib/warehouse/sql/reviews';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import type { ContractHarness } from './harness';
import { hoursLater, newDecision, now } from './rows';

const noFilters = { segments: [], levels: [], csms: null, spellings: new Map() };
const scope = { ...periodOf({ days: 30 }, 'UTC', now), ...noFilters };

/** One recommendation of each outcome, and one from before the period. */
async function seed(harness: ContractHarness): Promise<void> {
  const at = hoursAgo(3);
  await insertExternalRecommendations(harness.context.warehouse, [
    { id: 1, account: 'A', csm: 'Ana', at, score: 100, accepted: true, given: 'Ana' },
    { id: 2, account: 'B', csm: 'Ana', at, score: 20, given: 'Bo', method: null },
    { id: 3, account: 'C', csm: 'Bo', at, score: 19.9, segment: null },
    { id: 4, account: 'D', csm: 'Bo', at, score: null },
    { id: 5, account: 'E', csm: 'Bo', at, score: -1, accepted: null },
    { id: 6, account: 'F', csm: null, at, score: 50 },
    { id: 7, account: 'G', csm: 'Cy', at, score: 50, given: 'Bo' },
    { id: 8, account: 'A', csm: 'Ana', at: hoursAgo(31 * 24), accepted: true },
  ]);
  await upsertExternalAssignments(harness.context.warehouse, [
    { account: 'E', csm: 'Cy', at: hoursAgo(1) },
  ]);
  const origin = { callId: 'c', runId: 'r', model: 'claude-test', promptVersion: 1 };
  const review = {
    accountId: 'B',
    verdict: 'reassign' as const,
    confidence: 90,
    feedback: 'Better fit elsewhere.',
    issues: [],
    suggestedCsm: 'Bo',
    droppedSuggestion: null,
    hidden: true,
  };
  await harness.write(
    insertReviews({ ...origin, at: hoursLater(-2.5) }, [
      { ...review, id: 'w-1', recommendationId: '1', verdict: 'approve', suggestedCsm: null },
      { ...review, id: 'w-2', recommendationId: '2' },
      { ...review, id: 'w-4', recommendationId: '4' },
    ]),
    insertReviews({ ...origin, at: hoursLater(-0.5) }, [
      { ...review, id: 'w-1b', recommendationId: '1', hidden: false },
    ]),
    insertDecisions([
      newDecision({ id: 'd-1', recommendationId: '1', at: hoursLater(-2) }),
      newDecision({
        id: 'd-2',
        recommendationId: '2',
        verb: 'override',
        csm: 'Bo',
        reason: 'workload',
        accountId: 'B',
        at: hoursLater(-1),
        note: 'Ana is busy.',
      }),
      newDecision({ id: 'd-3a', recommendationId: '3', verb: 'accept', at: hoursLater(-2.9) }),
      newDecision({ id: 'u-3a', recommendationId: '3', verb: 'undo', undoes: 'd-3a' }),
      newDecision({
        id: 'd-3',
        recommendationId: '3',
        verb: 'reject',
        reason: 'wrong_fit',
        at: now,
        accountId: 'C',
      }),
    ]),
  );
}

/** Statements of the Acceptance page. */
export function describeAcceptance(harness: ContractHarness): void {
  describe('the acceptance statements', () => {
    const figures = () => harness.read(acceptanceFigures(scope, scope.from));

    it('return no rows when nothing was recommended', async () => {
      expect(await figures()).toEqual([]);
      expect(await harness.read(acceptanceRows(scope, {}, { limit: 10, offset: 0 }))).toEqual([]);
    });

    it('count each recommendation once, by outcome', async () => {
      await seed(harness);
      const rows = await figures();
      const base = {
        question: 'groups',
        method: 'batch_optimized',
        week: '2026-03-02',
        verdict: null,
        segment: 'Residential',
        level: 'Corporate',
        band: null,
        reason: null,
        external: false,
        toSuggestion: false,
        count: 1,
        percentAccepted: 16.67,
        isCurrent: true,
      };
      const groups = rowsFor(rows, 'groups');
      expect(groups).toHaveLength(7);
      expect(groups).toEqual(
        expect.arrayContaining([
          { ...base, outcome: 'accepted', band: 4, verdict: 'approve' },
          {
            ...base,
            outcome: 'overridden',
            method: null,
            band: 1,
            verdict: 'reassign',
            reason: 'workload',
            toSuggestion: true,
            percentAccepted: 0,
          },
          { ...base, outcome: 'rejected', band: 0, segment: null, reason: 'wrong_fit' },
          { ...base, outcome: 'pending' },
          { ...base, outcome: 'superseded' },
          { ...base, outcome: 'incomplete', band: 2 },
          { ...base, outcome: 'overridden', band: 2, external: true },
        ]),
      );
    });

    it('tell the period before apart, and count the guide’s days for comparison', async () => {
      await seed(harness);
      const previousFrom = new Date(hoursAgo(40 * 24));
      const rows = await harness.read(acceptanceFigures({ ...scope, previousFrom }, previousFrom));
      const before = rowsFor(rows, 'groups').filter(({ isCurrent }) => !isCurrent);
      expect(before).toMatchObject([{ outcome: 'accepted', count: 1, percentAccepted: 100 }]);
      expect(rowsFor(rows, 'groups')).toHaveLength(8);
      expect(rowsFor(rows, 'guide').toSorted((a, b) => a.total - b.total)).toEqual([
        { question: 'guide', method: null, total: 1, accepted: 0, percentAccepted: 0 },
        {
          question: 'guide',
          method: 'batch_optimized',
          total: 7,
          accepted: 2,
          percentAccepted: 28.57,
        },
      ]);
    });

    it('return outcomes by CSM and the time to decision', async () => {
      await seed(harness);
      const rows = await figures();
      const byCsm = { question: 'byCsm', givenCsm: null, isCurrent: true, count: 1 };
      const csms = rowsFor(rows, 'byCsm');
      expect(csms).toHaveLength(7);
      expect(csms).toEqual(
        expect.arrayContaining([
          // Accepted, though the row also names who received the account.
          { ...byCsm, csm: 'Ana', outcome: 'accepted' },
          { ...byCsm, csm: 'Ana', outcome: 'overridden', givenCsm: 'Bo' },
          ...(['rejected', 'pending', 'superseded'] as const).map((outcome) => ({
            ...byCsm,
            csm: 'Bo',
            outcome,
          })),
          { ...byCsm, csm: null, outcome: 'incomplete' },
          { ...byCsm, csm: 'Cy', outcome: 'overridden', givenCsm: 'Bo' },
        ]),
      );
      const times = rowsFor(rows, 'times');
      const base = { question: 'times', week: null, hour: null, isCurrent: true, timed: 3 };
      const durations = { medianMs: 120 * MINUTE_MS, ninetiethMs: 168 * MINUTE_MS };
      expect(times).toHaveLength(5);
      expect(times).toEqual(
        expect.arrayContaining([
          { ...base, ...durations },
          { ...base, ...durations, week: '2026-03-02' },
          ...[7, 8, 9].map((hour) => expect.objectContaining({ ...base, hour, timed: 1 })),
        ]),
      );
    });

    it('list the recommendations that match a filter, newest first, with their decisions', async () => {
      await seed(harness);
      const idsFor = async (filter: Parameters<typeof acceptanceRows>[1], limit = 10) => {
        const rows = await harness.read(acceptanceRows(scope, filter, { limit, offset: 0 }));
        return rows.map(({ id }) => id);
      };
      expect(await idsFor({})).toEqual(['3', '2', '1', '7', '6', '5', '4']);
      expect(await idsFor({}, 2)).toEqual(['3', '2']);
      const listed = await harness.read(acceptanceRows(scope, {}, { limit: 3, offset: 2 }));
      expect(listed.map(({ id, total }) => [id, total])).toEqual([
        ['1', 7],
        ['7', 7],
        ['6', 7],
      ]);
      const after = listed[1]?.key ?? null;
      const rest = await harness.read(acceptanceRows(scope, {}, { limit: 9, after }));
      expect(rest.map(({ id }) => id)).toEqual(['6', '5', '4']);
      expect(await idsFor({ outcome: 'decided' })).toEqual(['3', '2', '1', '7']);
      expect(await idsFor({ csm: null })).toEqual(['6']);
      expect(await idsFor({ method: null })).toEqual(['2']);
      expect(await idsFor({ segment: null, level: ' corporate' })).toEqual(['3']);
      expect(await idsFor({ band: null })).toEqual(['5', '4']);
      expect(await idsFor({ band: 2 })).toEqual(['7', '6']);
      expect(await idsFor({ verdict: 'reassign' })).toEqual(['2']);
      expect(await idsFor({ verdict: null, outcome: 'pending' })).toEqual(['4']);
      expect(await idsFor({ outcome: 'overridden', toSuggestion: false })).toEqual(['7']);
      expect(await idsFor({ external: true })).toEqual(['7']);
      expect(await idsFor({ decidedHour: 8 })).toEqual(['2']);
      expect(await idsFor({ week: Date.UTC(2026, 2, 2) / DAY_MS, reason: 'wrong_fit' })).toEqual([
        '3',
      ]);
      const [row] = await harness.read(
        acceptanceRows(scope, { csm: 'Ana', givenCsm: 'Bo' }, { limit: 10, offset: 0 }),
      );
      expect(row).toEqual({
        id: '2',
        accountId: 'B',
        accountName: null,
        recommendedCsm: 'Ana',
        givenCsm: 'Bo',
        recommendedAt: hoursLater(-3),
        outcome: 'overridden',
        external: false,
        score: 20,
        verdict: 'reassign',
        reason: 'workload',
        note: 'Ana is busy.',
        byName: 'Mia',
        decidedAt: hoursLater(-1),
        total: 1,
        key: { ms: hoursLater(-1).getTime(), id: '2' },
      });
    });
  });
}
