import { describe, expect, it } from 'vitest';
import { seedCompany } from '@/test/support/company';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, expectAppError, hoursAgo, readQueue } from '@/test/support/test-context';
import { getDecisionRecord } from './decision-record';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy', awayUntil: hoursAgo(-5) }],
  accounts: [{ id: 'A', name: 'Acme', neediness: 6.5 }, { id: 'B' }],
});

const recordOf = (recommendationId: string) =>
  getDecisionRecord(context.as('Vi', 'viewer'), { recommendationId });

/** Runs a batch, and returns the recommendation of an account. */
async function recommend(accountId: string) {
  await runToCompletion(context.ctx, wholeBatch);
  const row = (await readQueue(context.ctx)).rows.find((each) => each.accountId === accountId);
  if (!row) throw new Error(`No recommendation of ${accountId}`);
  return row;
}

describe('the record of a decision', () => {
  it('keeps the explanation, figures, and policy of the run, and says who decided what and why', async () => {
    const { id, recommendedCsm, score } = await recommend('A');
    const other = recommendedCsm === 'Ana' ? 'Bo' : 'Ana';
    await context.warehouse.script(
      `UPDATE DSV_WAREHOUSE.DATA_SCIENCE.data_csm_routing_account_health_revenue_tad_neediness
SET neediness_score = 1`,
    );
    context.advanceHours(1);
    await overrideRecommendation(context.ctx, {
      ...decisionRequest(id),
      csm: other,
      reason: 'expertise',
      note: 'Speaks the language',
      acknowledged: ['cooling'],
    });
    const record = await recordOf(id);
    expect(record).toMatchObject({
      state: 'overridden',
      isOurs: true,
      policyVersion: 1,
      currentPolicyVersion: 1,
      recommendedCsm,
      score,
      assignedOutside: null,
      account: { id: 'A', name: 'Acme', neediness: 6.5 },
      explanation: {
        chosen: { csm: recommendedCsm },
        excluded: [{ csms: ['Cy'], reason: 'away' }],
      },
      decision: { verb: 'override', csm: other, byName: 'Mia Manager', at: context.now() },
    });
    expect(record.decisions).toMatchObject([
      { verb: 'override', csm: other, reason: 'expertise', note: 'Speaks the language' },
    ]);
  });

  it('leaves the color of an unknown health out, although the run used a typical value', async () => {
    await seedCompany(context.warehouse, { accounts: [{ id: 'U', health: null, color: null }] });
    const { id } = await recommend('U');
    expect(await recordOf(id)).toMatchObject({ account: { health: null, color: null } });
  });

  it('shows an undone decision and its undo', async () => {
    const { id } = await recommend('A');
    const accepted = await acceptRecommendation(context.ctx, decisionRequest(id));
    context.advanceHours(1);
    await undoDecision(context.ctx, accepted);
    const record = await recordOf(id);
    expect(record).toMatchObject({ state: 'pending', decision: null });
    expect(record.decisions.map(({ verb }) => verb)).toEqual(['undo', 'accept']);
  });

  it('of another program has no explanation, policy version, or color, and keeps its decision', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 7, account: 'A', csm: 'Ana', at: hoursAgo(1), neediness: 3, health: 40 },
    ]);
    await rejectRecommendation(context.ctx, { ...decisionRequest('7'), reason: 'wrong_fit' });
    expect(await recordOf('7')).toMatchObject({
      state: 'rejected',
      isOurs: false,
      explanation: null,
      policyVersion: null,
      account: { neediness: 3, health: 40, color: null, owner: null },
      decision: { verb: 'reject' },
    });
  });

  it('says who received an account that was decided outside the app', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 7, account: 'A', csm: 'Ana', at: hoursAgo(1), given: 'Bo' },
      { id: 8, account: 'B', csm: 'Ana', at: hoursAgo(1), accepted: true },
    ]);
    expect(await recordOf('7')).toMatchObject({ state: 'overridden', assignedOutside: 'Bo' });
    expect(await recordOf('8')).toMatchObject({ state: 'accepted', assignedOutside: 'Ana' });
  });

  it('names the recommendation that superseded it', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 7, account: 'A', csm: 'Ana', at: hoursAgo(2) },
      { id: 8, account: 'A', csm: 'Bo', at: hoursAgo(1) },
      { id: 9, account: 'B', csm: 'Bo', at: hoursAgo(2) },
    ]);
    await upsertExternalAssignments(context.warehouse, [
      { account: 'B', csm: 'Ana', at: hoursAgo(1) },
    ]);
    expect(await recordOf('7')).toMatchObject({ state: 'superseded', supersededBy: { id: '8' } });
    expect(await recordOf('8')).toMatchObject({ state: 'pending', replaces: { id: '7' } });
    expect(await recordOf('9')).toMatchObject({ state: 'superseded', supersededBy: null });
  });

  it('does not exist for an unknown id, and an impossible id is invalid', async () => {
    expect((await expectAppError(recordOf('999'))).code).toBe('not_found');
    expect((await expectAppError(recordOf('x'))).code).toBe('invalid_input');
  });
});
