import { describe, expect, it } from 'vitest';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { knownAccount } from '@/lib/warehouse/sql/notes';
import { openWork } from '@/lib/warehouse/sql/read-model';
import {
  accountById,
  recommendationById,
  recommendationRecords,
  toRecord,
} from '@/lib/warehouse/sql/recommendation-record';
import {
  claimRecommendations,
  insertExplanations,
  insertRecommendations,
  setOutcomes,
} from '@/lib/warehouse/sql/recommendations';
import { runOutcomes } from '@/lib/warehouse/sql/run-outcomes';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { recommendationStates } from '@/lib/warehouse/sql/shared/state';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations, pendingIds } from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import { edgeCaseStrings, stringOfLength } from './edge-cases';
import { accountHistory, type ContractHarness } from './harness';
import { recommendationIds, seedRandomCompany } from './random-company';
import { hoursLater, limits, newDecision, newOutcome, now } from './rows';

const idBeyondDoubles = '999999999999999999';

/** Statements on recommendations and explanations. */
export function describeRecommendations(harness: ContractHarness): void {
  const byId = async (id: string) =>
    rowsFor(await harness.read(recommendationById(id)), 'recommendation');
  const explanationOf = async (recommendationId: string) => {
    const key = { recommendationId, accountId: 'A' };
    return toRecord(await harness.read(recommendationRecords([key])), key).explanation;
  };
  const base = {
    csm: 'Ana',
    neediness: 7,
    health: 60,
    revenue: 1_000,
    segment: 'Residential',
    level: 'Corporate',
    score: 88,
  };
  const scores = { neediness: 7.25, health: 59.75, revenue: 1_000.5 };
  const batch = { runId: 'r1', at: now, method: 'batch_optimized', batchSize: 3 } as const;

  describe('recommendations', () => {
    it('have no rows in an empty warehouse', async () => {
      expect(await byId('1')).toEqual([]);
      expect((await accountHistory(harness, 'A')).recommendations).toEqual([]);
      expect(await pendingIds(harness.context.warehouse)).toEqual([]);
      expect(await explanationOf('1')).toBeNull();
      expect(
        await harness.write(claimRecommendations(['1'], []), setOutcomes([newOutcome()])),
      ).toEqual([0, 0]);
    });

    it('are inserted in one statement per run, each with an id and pending', async () => {
      const nulls = { neediness: null, health: null, revenue: null, segment: null, level: null };
      const recommendations = [
        { ...base, accountId: 'A' },
        { ...base, accountId: `O'Hara ?`, csm: edgeCaseStrings[0] },
        { ...base, ...nulls, accountId: stringOfLength(50), csm: stringOfLength(100) },
      ];
      expect(await harness.write(insertRecommendations({ ...batch, recommendations }))).toEqual([
        3,
      ]);
      expect(await pendingIds(harness.context.warehouse)).toHaveLength(3);
      const rows = await Promise.all(
        recommendations.map(
          async ({ accountId }) => (await accountHistory(harness, accountId)).recommendations,
        ),
      );
      expect(rows.flat()).toMatchObject(
        recommendations.map(({ csm }) => ({
          recommendedCsm: csm,
          recommendedAt: now,
          accepted: false,
          actualCsm: null,
          score: 88,
          runId: 'r1',
        })),
      );
      expect(new Set(rows.flat().map(({ id }) => id)).size).toBe(3);
      for (const { id } of rows.flat())
        expect(await byId(id)).toMatchObject([{ state: 'pending' }]);
    });

    it('are returned in any state, with their account and the decision in effect', async () => {
      const largeId = String(Number.MAX_SAFE_INTEGER);
      await seedCompany(harness.context.warehouse, {
        accounts: [{ id: 'A', name: edgeCaseStrings[5], health: 10 }],
      });
      await insertExternalRecommendations(harness.context.warehouse, [
        { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(3), feedback: stringOfLength(500) },
        { id: Number.MAX_SAFE_INTEGER, account: 'unknown', csm: 'Bo', at: hoursAgo(1) },
        { id: 3, account: 'A', csm: null, at: hoursAgo(1) },
      ]);
      const decisions = [
        newDecision({ verb: 'reject', at: hoursLater(-2) }),
        newDecision({ verb: 'accept', csm: edgeCaseStrings[0], at: hoursLater(-1) }),
      ];
      await harness.write(insertDecisions(decisions), setOutcomes([newOutcome()]));
      const account = { name: edgeCaseStrings[5], health: 10 };
      expect(await harness.read(accountById('A', limits))).toMatchObject([account]);
      expect(await harness.read(accountById('unknown', limits))).toEqual([]);
      for (const account_id of ['A', 'unknown']) {
        expect(await harness.read(knownAccount(account_id))).toEqual([{ account_id }]);
      }
      expect(await harness.read(knownAccount('never seen'))).toEqual([]);
      expect(await byId('1')).toMatchObject([
        {
          id: '1',
          state: 'accepted',
          feedback: stringOfLength(500),
          reviewId: null,
          decisionId: decisions[1]?.id,
          decidedVerb: 'accept',
          decidedByName: 'Mia',
          decidedCsm: edgeCaseStrings[0],
          decidedAt: hoursLater(-1),
        },
      ]);
      const unknown = await harness.read(recommendationById(largeId));
      expect(unknown).toMatchObject([{ id: largeId, state: 'pending', decisionId: null }]);
      for (const id of ['3', '404']) {
        expect(await harness.read(recommendationById(id))).toEqual([]);
      }
    });

    it('are pending by id exactly when they are open work', async () => {
      await seedRandomCompany(harness.context.warehouse, 3);
      const all = (await Promise.all(recommendationIds.map((id) => byId(String(id))))).flat();
      const pending = all.filter(({ state }) => state === 'pending').map(({ id }) => id);
      expect(pending.length).toBeGreaterThan(3);
      expect(new Set(all.map(({ state }) => state)).size).toBe(recommendationStates.length);
      const work = rowsFor(await harness.read(openWork(limits)), 'recommendation');
      expect(work.map(({ id }) => id).sort()).toEqual(pending.sort());
    });

    it('of a run have the state and the decision in effect, as by id', async () => {
      expect(await harness.read(runOutcomes('no run'))).toEqual([]);
      await seedRandomCompany(harness.context.warehouse, 3);
      const runs = await harness.context.queryRows(
        `SELECT DISTINCT run_id FROM ${tableNames.recommendations}`,
      );
      const outcomes = (
        await Promise.all(runs.map(({ run_id }) => harness.read(runOutcomes(String(run_id)))))
      ).flat();
      const all = (await Promise.all(recommendationIds.map((id) => byId(String(id))))).flat();
      expect(outcomes.length).toBeGreaterThan(3);
      for (const { id, state, decision } of outcomes) {
        const [same] = all.filter((each) => each.id === id);
        expect({ id, state, at: decision?.at ?? null, by: decision?.byName ?? null }).toEqual({
          id,
          state: same?.state,
          at: same?.decidedAt,
          by: same?.decidedByName,
        });
      }
    });

    it('may have NULL in any column if another program inserted them', async () => {
      await insertExternalRecommendations(harness.context.warehouse, [
        { account: null, csm: 'Ana', at: hoursAgo(1) },
        { account: 'A', csm: null, at: hoursAgo(1) },
        { account: 'A', csm: 'Ana', at: null },
        { account: 'A', csm: 'Ana', at: hoursAgo(1), accepted: null, method: null, runId: null },
      ]);
      expect(await pendingIds(harness.context.warehouse)).toHaveLength(1);
    });

    const claim = (ids: string[], anyIds: string[] = []) =>
      harness.write(claimRecommendations(ids, anyIds));

    it('are claimed and decided, with one affected row per existing recommendation', async () => {
      await insertExternalRecommendations(harness.context.warehouse, [
        { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1), accepted: null },
        { id: 2, account: 'B', csm: 'Bo', at: hoursAgo(1), feedback: 'Its own words.' },
      ]);
      expect(await claim(['1', '2', '4'])).toEqual([2]);
      expect(await claim([], ['1', '2', '4'])).toEqual([2]);
      const csm = edgeCaseStrings[1];
      const revealed = {
        ...({
          verdict: 'caution',
          suggestedCsm: null,
          feedback: ` ${'🙂'.repeat(9)}`.repeat(60),
        } as const),
      };
      const overridden = newOutcome({ accepted: false, csm, revealed });
      const accepted = newOutcome({ recommendationId: '2', csm: 'Bo' });
      const missing = newOutcome({ recommendationId: '4' });
      expect(await harness.write(setOutcomes([overridden, accepted, missing]))).toEqual([2]);
      const rows = () =>
        harness.context.queryRows(
          `SELECT was_assigned, actual_assigned_csm, LENGTH(llm_feedback) AS feedback
          FROM ${tableNames.recommendations} ORDER BY recommendation_id LIMIT 2`,
        );
      expect(await rows()).toEqual([
        { was_assigned: false, actual_assigned_csm: csm, feedback: 500 },
        { was_assigned: true, actual_assigned_csm: 'Bo', feedback: 14 },
      ]);
      expect(await claim(['1', '2'])).toEqual([0]);
      expect(await claim(['1'], ['2'])).toEqual([1]);
      const unassigned = newOutcome({ accepted: false, csm: null });
      expect(await harness.write(setOutcomes([unassigned]))).toEqual([1]);
      expect(await claim(['1', '2'])).toEqual([1]);
      expect((await rows())[0]).toEqual({
        was_assigned: false,
        actual_assigned_csm: null,
        feedback: 500,
      });
    });

    it('are not claimed as undecided while a rejection is in effect', async () => {
      await insertExternalRecommendations(harness.context.warehouse, [
        { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) },
      ]);
      const rejection = newDecision({ verb: 'reject' });
      await harness.write(insertDecisions([rejection]));
      expect([await claim(['1']), await claim([], ['1'])]).toEqual([[0], [1]]);
      await harness.write(insertDecisions([newDecision({ verb: 'undo', undoes: rejection.id })]));
      expect(await claim(['1'])).toEqual([1]);
    });

    it('are listed by account: the newest 50, ties by id', async () => {
      await insertExternalRecommendations(
        harness.context.warehouse,
        Array.from({ length: 60 }, (_, n) => ({
          id: n + 1,
          account: 'A',
          csm: 'Ana',
          at: hoursAgo(n < 30 ? 1 : 2),
        })),
      );
      const ids = (await accountHistory(harness, 'A')).recommendations.map(({ id }) => Number(id));
      const firstThirty = Array.from({ length: 30 }, (_, n) => 30 - n);
      const nextTwenty = Array.from({ length: 20 }, (_, n) => 60 - n);
      expect(ids).toEqual([...firstThirty, ...nextTwenty]);
    });

    it('are inserted 500 at a time', async () => {
      const recommendations = Array.from({ length: 500 }, (_, n) => ({
        ...base,
        accountId: `A-${n}`,
      }));
      const explanations = recommendations.map(({ accountId }) => ({
        ...scores,
        accountId,
        score: 0.1,
        currentCsm: null,
        explanation: '{}',
      }));
      expect(
        await harness.write(
          insertRecommendations({ ...batch, recommendations }),
          insertExplanations({ id: 'r1', policyVersion: 1 }, explanations),
        ),
      ).toEqual([500, 500]);
      expect(await pendingIds(harness.context.warehouse)).toHaveLength(500);
    });
  });

  describe('explanations', () => {
    it('are stored with their recommendations, up to 100 kB and with any characters', async () => {
      const explanation = JSON.stringify({
        texts: [...edgeCaseStrings],
        long: stringOfLength(100_000),
      });
      const explanations = [
        {
          ...scores,
          accountId: 'A',
          score: 99.123456789,
          currentCsm: edgeCaseStrings[0],
          explanation,
        },
        { ...scores, accountId: 'B', score: 1 / 3, currentCsm: null, explanation: '{}' },
      ];
      const recommendations = ['A', 'B'].map((accountId) => ({ ...base, accountId }));
      await harness.write(
        insertRecommendations({ ...batch, recommendations }),
        insertRecommendations({ ...batch, runId: 'r0', recommendations }),
        insertExplanations({ id: 'r1', policyVersion: 4 }, explanations),
      );
      const [ofRun, other] = (await accountHistory(harness, 'A')).recommendations;
      const [withExplanation, without] = ofRun?.runId === 'r1' ? [ofRun, other] : [other, ofRun];
      expect(await explanationOf(withExplanation?.id ?? '')).toMatchObject({
        explanation,
        policyVersion: 4,
      });
      expect(await explanationOf(without?.id ?? '')).toBeNull();
      expect([withExplanation?.score, without?.score]).toEqual([99.123456789, 88]);
      expect(await byId(withExplanation?.id ?? '')).toMatchObject([
        { ...scores, ownerThen: edgeCaseStrings[0] },
      ]);
      expect(await explanationOf(idBeyondDoubles)).toBeNull();
    });
  });
}
