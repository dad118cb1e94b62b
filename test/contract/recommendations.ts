import { describe, expect, it } from 'vitest';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import {
  claimRecommendations,
  claimUndecided,
  explanationOf,
  insertExplanations,
  insertRecommendations,
  recommendationsById,
  recommendationsOfAccount,
  setOutcome,
} from '@/lib/warehouse/sql/recommendations';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations, pendingIds } from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import { edgeCaseStrings, stringOfLength } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, limits, newDecision, now } from './rows';

const beyondDoubles = '999999999999999999';

/** What is written and read of recommendations and their explanations. */
export function describeRecommendations(bench: ContractHarness): void {
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
      expect(await pendingIds(bench.context.warehouse)).toEqual([]);
      expect(await bench.read(explanationOf('1'))).toEqual([]);
      expect(
        await bench.write(claimRecommendations(['1']), setOutcome(['1'], { kind: 'accepted' })),
      ).toEqual([0, 0]);
    });

    it('of a run are written at once, numbered, and wait', async () => {
      const nothing = { neediness: null, health: null, revenue: null, segment: null, level: null };
      const recommendations = [
        { ...written, accountId: 'A' },
        { ...written, accountId: `O'Hara ?`, csm: edgeCaseStrings[0] },
        { ...written, ...nothing, accountId: stringOfLength(50), csm: stringOfLength(100) },
      ];
      expect(await bench.write(insertRecommendations({ ...batch, recommendations }))).toEqual([3]);
      expect(await pendingIds(bench.context.warehouse)).toHaveLength(3);
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
      await seedCompany(bench.context.warehouse, {
        csms: [{ name: 'Ana', awayUntil: hoursAgo(-1) }],
        accounts: [{ id: 'A', name: edgeCaseStrings[5], health: 10 }],
      });
      await insertExternalRecommendations(bench.context.warehouse, [
        {
          id: 1,
          account: 'A',
          csm: 'Ana',
          at: hoursAgo(30),
          feedback: stringOfLength(500),
          health: 90,
        },
        { id: Number.MAX_SAFE_INTEGER, account: 'gone', csm: 'Bo', at: hoursAgo(1) },
      ]);
      const rows = await byId('1', String(Number.MAX_SAFE_INTEGER), '7');
      expect(rows).toMatchObject([
        {
          ...{
            id: '1',
            accountName: edgeCaseStrings[5],
            feedback: stringOfLength(500),
            state: 'pending',
          },
          ...{ color: 'green', flags: ['away', 'stale'], awayUntil: hoursLater(1), decision: null },
        },
        {
          id: String(Number.MAX_SAFE_INTEGER),
          ...{ accountName: null, flags: ['not_active', 'no_longer_needed'] },
        },
      ]);
    });

    it('of another program may lack everything', async () => {
      await insertExternalRecommendations(bench.context.warehouse, [
        { account: null, csm: 'Ana', at: hoursAgo(1) },
        { account: 'A', csm: null, at: hoursAgo(1) },
        { account: 'A', csm: 'Ana', at: null },
        { account: 'A', csm: 'Ana', at: hoursAgo(1), accepted: null, method: null, runId: null },
      ]);
      expect(await pendingIds(bench.context.warehouse)).toHaveLength(1);
    });

    it('are taken and decided by how many rows were still there', async () => {
      await insertExternalRecommendations(bench.context.warehouse, [
        { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1), accepted: null },
        { id: 2, account: 'B', csm: 'Bo', at: hoursAgo(1) },
      ]);
      expect(await bench.write(claimRecommendations(['1', '2', '3']))).toEqual([2]);
      expect(await bench.write(claimUndecided(['1', '2', '3']))).toEqual([2]);
      const outcomes = [
        [{ kind: 'accepted' }, true, 'Ana'],
        [{ kind: 'overridden', csm: edgeCaseStrings[1] }, false, edgeCaseStrings[1]],
        [{ kind: 'unassigned' }, false, null],
      ] as const;
      for (const [outcome, accepted, actualCsm] of outcomes) {
        expect(await bench.write(setOutcome(['1', '3'], outcome))).toEqual([1]);
        expect(await bench.read(recommendationsOfAccount('A'))).toMatchObject([
          { accepted, actualCsm },
        ]);
        const undecided = outcome.kind === 'unassigned' ? 1 : 0;
        expect(await bench.write(claimUndecided(['1']))).toEqual([undecided]);
      }
    });

    it('are not taken for undecided while a rejection of them stands', async () => {
      await insertExternalRecommendations(bench.context.warehouse, [
        { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) },
      ]);
      const rejection = newDecision({ verb: 'reject' });
      await bench.write(insertDecisions([rejection]));
      expect(await bench.write(claimUndecided(['1']), claimRecommendations(['1']))).toEqual([0, 1]);
      await bench.write(insertDecisions([newDecision({ verb: 'undo', undoes: rejection.id })]));
      expect(await bench.write(claimUndecided(['1']))).toEqual([1]);
    });

    it('of one account come newest first, ties by id, and fifty at most', async () => {
      await insertExternalRecommendations(
        bench.context.warehouse,
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
      expect(await pendingIds(bench.context.warehouse)).toHaveLength(500);
    });
  });

  describe('explanations', () => {
    it('stand beside their run’s recommendations, of 100 kB and any letters', async () => {
      const explanation = JSON.stringify({
        said: [...edgeCaseStrings],
        more: stringOfLength(100_000),
      });
      const [A, B] = [
        {
          ...seen,
          accountId: 'A',
          score: 99.123456789,
          currentCsm: edgeCaseStrings[0],
          explanation,
        },
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
        { explanation, policyVersion: 4, currentCsm: edgeCaseStrings[0] },
      ]);
      expect(await bench.read(explanationOf(bare?.id ?? ''))).toEqual([]);
      expect([explained?.score, bare?.score]).toEqual([99.123456789, 88]);
      expect(await byId(explained?.id ?? '')).toMatchObject([{ ...seen, color: 'red' }]);
      expect(await bench.read(explanationOf(beyondDoubles))).toEqual([]);
    });
  });
}
