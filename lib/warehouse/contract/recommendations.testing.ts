import { describe, expect, it } from 'vitest';
import { hoursAgo } from '@/lib/testing/desk';
import { recommendElsewhere } from '@/lib/testing/other-program';
import { pendingIds } from '@/lib/testing/pending-ids';
import { seedCompany } from '@/lib/testing/small-company';
import { insertDecisions } from '../sql/decisions';
import { explanationOf, insertExplanations } from '../sql/explanations';
import {
  insertRecommendations,
  recommendationsById,
  recommendationsOfAccount,
  setOutcome,
  takeRecommendations,
  takeUndecided,
} from '../sql/recommendations';
import { awkwardTexts, textOf } from './awkward.testing';
import type { Bench } from './bench.testing';
import { later, limits, newDecision, now } from './rows.testing';

const beyondDoubles = '999999999999999999';

/** What is written and read of recommendations and their explanations. */
export function describeRecommendations(bench: Bench): void {
  const byId = (...ids: string[]) => bench.read(recommendationsById({ ids, now, limits }));
  const written = {
    ...{ csm: 'Ana', neediness: 7, health: 60, revenue: 1_000, segment: 'Residential' },
    ...{ level: 'Corporate', score: 88 },
  };
  const seen = { neediness: 7.25, health: 59.75, revenue: 1_000.5 };
  const batch = { runId: 'r1', at: now, method: 'batch_optimized', batchSize: 3 } as const;

  describe('recommendations', () => {
    it('answer nothing where there are none', async () => {
      expect(await byId('1', '2')).toEqual([]);
      expect(await bench.read(recommendationsOfAccount('A'))).toEqual([]);
      expect(await pendingIds(bench.desk.warehouse)).toEqual([]);
      expect(await bench.read(explanationOf('1'))).toEqual([]);
      expect(
        await bench.write(takeRecommendations(['1']), setOutcome(['1'], { kind: 'accepted' })),
      ).toEqual([0, 0]);
    });

    it('of a run are written at once, numbered, and wait', async () => {
      const nothing = { neediness: null, health: null, revenue: null, segment: null, level: null };
      const recommendations = [
        { ...written, accountId: 'A' },
        { ...written, accountId: `O'Hara ?`, csm: awkwardTexts[0] },
        { ...written, ...nothing, accountId: textOf(50), csm: textOf(100) },
      ];
      expect(await bench.write(insertRecommendations({ ...batch, recommendations }))).toEqual([3]);
      expect(await pendingIds(bench.desk.warehouse)).toHaveLength(3);
      const rows = await Promise.all(
        recommendations.map(({ accountId }) => bench.read(recommendationsOfAccount(accountId))),
      );
      expect(rows.flat()).toMatchObject(
        recommendations.map(({ csm }) => ({
          ...{ recommendedCsm: csm, recommendedAt: now, accepted: false, actualCsm: null },
          ...{ score: 88, runId: 'r1' },
        })),
      );
      expect(new Set(rows.flat().map(({ id }) => id)).size).toBe(3);
      expect(await byId(...rows.flat().map(({ id }) => id))).toHaveLength(3);
    });

    it('are told with their account, state and what speaks against them', async () => {
      await seedCompany(bench.desk.warehouse, {
        csms: [{ name: 'Ana', awayUntil: hoursAgo(-1) }],
        accounts: [{ id: 'A', name: awkwardTexts[5], health: 10 }],
      });
      await recommendElsewhere(bench.desk.warehouse, [
        { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(30), feedback: textOf(500), health: 90 },
        { id: Number.MAX_SAFE_INTEGER, account: 'gone', csm: 'Bo', at: hoursAgo(1) },
      ]);
      const rows = await byId('1', String(Number.MAX_SAFE_INTEGER), '7');
      expect(rows).toMatchObject([
        {
          ...{ id: '1', accountName: awkwardTexts[5], feedback: textOf(500), state: 'pending' },
          ...{ color: 'green', flags: ['away', 'stale'], awayUntil: later(1), decision: null },
        },
        {
          id: String(Number.MAX_SAFE_INTEGER),
          ...{ accountName: null, flags: ['not_active', 'no_longer_needed'] },
        },
      ]);
    });

    it('of another program may lack everything', async () => {
      await recommendElsewhere(bench.desk.warehouse, [
        { account: null, csm: 'Ana', at: hoursAgo(1) },
        { account: 'A', csm: null, at: hoursAgo(1) },
        { account: 'A', csm: 'Ana', at: null },
        { account: 'A', csm: 'Ana', at: hoursAgo(1), accepted: null, method: null, runId: null },
      ]);
      expect(await pendingIds(bench.desk.warehouse)).toHaveLength(1);
    });

    it('are taken and decided by how many rows were still there', async () => {
      await recommendElsewhere(bench.desk.warehouse, [
        { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1), accepted: null },
        { id: 2, account: 'B', csm: 'Bo', at: hoursAgo(1) },
      ]);
      expect(await bench.write(takeRecommendations(['1', '2', '3']))).toEqual([2]);
      expect(await bench.write(takeUndecided(['1', '2', '3']))).toEqual([2]);
      const outcomes = [
        [{ kind: 'accepted' }, true, 'Ana'],
        [{ kind: 'overridden', csm: awkwardTexts[1] }, false, awkwardTexts[1]],
        [{ kind: 'unassigned' }, false, null],
      ] as const;
      for (const [outcome, accepted, actualCsm] of outcomes) {
        expect(await bench.write(setOutcome(['1', '3'], outcome))).toEqual([1]);
        expect(await bench.read(recommendationsOfAccount('A'))).toMatchObject([
          { accepted, actualCsm },
        ]);
        const undecided = outcome.kind === 'unassigned' ? 1 : 0;
        expect(await bench.write(takeUndecided(['1']))).toEqual([undecided]);
      }
    });

    it('are not taken for undecided while a rejection of them stands', async () => {
      await recommendElsewhere(bench.desk.warehouse, [
        { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) },
      ]);
      const rejection = newDecision({ verb: 'reject' });
      await bench.write(insertDecisions([rejection]));
      expect(await bench.write(takeUndecided(['1']), takeRecommendations(['1']))).toEqual([0, 1]);
      await bench.write(insertDecisions([newDecision({ verb: 'undo', undoes: rejection.id })]));
      expect(await bench.write(takeUndecided(['1']))).toEqual([1]);
    });

    it('of one account come newest first, ties by id, and fifty at most', async () => {
      await recommendElsewhere(
        bench.desk.warehouse,
        Array.from({ length: 60 }, (_, n) => ({
          ...{ id: n + 1, account: 'A', csm: 'Ana', at: hoursAgo(n < 30 ? 1 : 2) },
        })),
      );
      const ids = (await bench.read(recommendationsOfAccount('A'))).map(({ id }) => Number(id));
      const firstThirty = Array.from({ length: 30 }, (_, n) => 30 - n);
      const nextTwenty = Array.from({ length: 20 }, (_, n) => 60 - n);
      expect(ids).toEqual([...firstThirty, ...nextTwenty]);
    });

    it('are written 500 at once', async () => {
      const recommendations = Array.from({ length: 500 }, (_, n) => ({
        ...{ ...written, accountId: `A-${n}` },
      }));
      const explained = recommendations.map(({ accountId }) => ({
        ...{ ...seen, accountId, score: 0.1, currentCsm: null, explanation: '{}' },
      }));
      expect(
        await bench.write(
          insertRecommendations({ ...batch, recommendations }),
          insertExplanations({ id: 'r1', policyVersion: 1 }, explained),
        ),
      ).toEqual([500, 500]);
      expect(await pendingIds(bench.desk.warehouse)).toHaveLength(500);
    });
  });

  describe('explanations', () => {
    it('stand beside their run’s recommendations, of 100 kB and any letters', async () => {
      const explanation = JSON.stringify({ said: [...awkwardTexts], more: textOf(100_000) });
      const [A, B] = [
        { ...seen, accountId: 'A', score: 99.123456789, currentCsm: awkwardTexts[0], explanation },
        { ...seen, accountId: 'B', score: 1 / 3, currentCsm: null, explanation: '{}' },
      ];
      const recommendations = ['A', 'B'].map((accountId) => ({ ...written, accountId }));
      await bench.write(
        insertRecommendations({ ...batch, recommendations }),
        insertRecommendations({ ...batch, runId: 'r0', recommendations }),
        insertExplanations({ id: 'r1', policyVersion: 4 }, [A, B]),
      );
      const [ours, others] = await bench.read(recommendationsOfAccount('A'));
      const [explained, bare] = ours?.runId === 'r1' ? [ours, others] : [others, ours];
      expect(await bench.read(explanationOf(explained?.id ?? ''))).toEqual([
        { explanation, policyVersion: 4, currentCsm: awkwardTexts[0] },
      ]);
      expect(await bench.read(explanationOf(bare?.id ?? ''))).toEqual([]);
      expect([explained?.score, bare?.score]).toEqual([99.123456789, 88]);
      expect(await byId(explained?.id ?? '')).toMatchObject([{ ...seen, color: 'red' }]);
      expect(await bench.read(explanationOf(beyondDoubles))).toEqual([]);
    });
  });
}
