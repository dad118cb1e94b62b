import { describe, expect, it } from 'vitest';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import { guideQueries } from '@/test/support/guide-queries';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import {
  decisionRequest,
  expectAppError,
  hoursAgo,
  monday,
  readQueue,
} from '@/test/support/test-context';

// The names in the guide's queries.
const account = 'YOUR_ACCOUNT_ID';
const john = 'John Smith';
const bo = "Bo O'Neil 🙂";

const id = '1';

const context = seededTestContext({
  csms: [{ name: john }, { name: bo }, { name: 'Gone Girl', active: false }],
  accounts: [{ id: account, name: 'Größe & “Söhne” 🙂' }],
  recommendations: [{ id: 1, account, csm: john, at: hoursAgo(1), feedback: 'A good fit.' }],
});

const recommendation = async () =>
  (await context.queryRows(guideQueries.recommendationsForAccount))[0];
const assignment = () => context.queryRows(guideQueries.assignmentForAccount);
const decisions = () =>
  context.queryRows('SELECT * FROM CSM_ROUTING_DECISIONS ORDER BY decided_at, decision_id');

describe('a decision on another program’s recommendation', () => {
  it('assigns the account to the recommended CSM when accepting, in both of the data team’s tables', async () => {
    const decided = await acceptRecommendation(context.ctx, decisionRequest(id));
    expect(decided).toMatchObject({
      recommendationId: id,
      accountId: account,
      accountName: 'Größe & “Söhne” 🙂',
      verb: 'accept',
      csm: john,
      at: monday,
    });
    expect(await recommendation()).toMatchObject({
      was_assigned: true,
      actual_assigned_csm: john,
      recommended_csm: john,
      llm_feedback: 'A good fit.',
    });
    expect(await assignment()).toEqual([
      {
        account_id: account,
        csm_name: john,
        assignment_date: monday,
        assignment_method: 'batch_optimized',
        llm_review_feedback: 'A good fit.',
        last_updated: monday,
      },
    ]);
    expect(await context.queryRows(guideQueries.assignmentsOfCsm)).toHaveLength(1);
    expect(await context.queryRows(guideQueries.acceptedRecommendations)).toHaveLength(1);
    expect(await decisions()).toMatchObject([
      {
        decision_id: decided.id,
        verb: 'accept',
        csm_name: john,
        recommended_csm: john,
        reason: null,
        set_aside: null,
        undoes: null,
        assignment_before: null,
        decided_by: 'mia.manager@example.com',
        decided_by_name: 'Mia Manager',
        decided_at: monday,
      },
    ]);
    expect((await readQueue(context.ctx)).pending).toBe(0);
  });

  it('assigns the account to the chosen CSM when overriding, and leaves the recommendation unaccepted', async () => {
    const decided = await overrideRecommendation(context.ctx, {
      ...decisionRequest(id),
      csm: bo,
      reason: 'other',
      note: '  “knows” them; DROP TABLE — 🙂 ',
    });
    expect(decided).toMatchObject({ verb: 'override', csm: bo });
    expect(await recommendation()).toMatchObject({
      was_assigned: false,
      actual_assigned_csm: bo,
      recommended_csm: john,
    });
    expect(await assignment()).toMatchObject([
      { csm_name: bo, assignment_date: monday, assignment_method: 'manual_override' },
    ]);
    expect(await decisions()).toMatchObject([
      {
        verb: 'override',
        csm_name: bo,
        recommended_csm: john,
        reason: 'other',
        note: '“knows” them; DROP TABLE — 🙂',
      },
    ]);
    expect(await context.queryRows(guideQueries.acceptedRecommendations)).toEqual([]);
  });

  it('leaves the account unassigned when rejecting', async () => {
    const decided = await rejectRecommendation(context.ctx, {
      ...decisionRequest(id),
      reason: 'wrong_fit',
    });
    expect(decided).toMatchObject({ verb: 'reject', csm: null });
    expect(await recommendation()).toMatchObject({
      was_assigned: false,
      actual_assigned_csm: null,
    });
    expect(await assignment()).toEqual([]);
    expect(await decisions()).toMatchObject([
      { verb: 'reject', csm_name: null, reason: 'wrong_fit', note: null },
    ]);
    expect((await readQueue(context.ctx)).pending).toBe(0);
  });

  it('tells the second person who decided what, and when', async () => {
    await acceptRecommendation(context.ctx, decisionRequest(id));
    context.advanceHours(1);
    const zoe = context.as('Zoe', 'admin');
    const answer = await expectAppError(
      rejectRecommendation(zoe, { ...decisionRequest(id), reason: 'workload' }),
    );
    expect(answer.code).toBe('already_decided');
    expect(answer.message).toBe(
      'Mia Manager already accepted this recommendation. The account went to John Smith. Nothing was changed.',
    );
    expect(answer.details).toEqual({
      state: 'accepted',
      verb: 'accept',
      byName: 'Mia Manager',
      at: monday,
      csm: john,
      replacedBy: null,
    });
    expect(await decisions()).toHaveLength(1);
  });

  it('is refused if the account has since been assigned through another recommendation', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 2, account, csm: bo, at: hoursAgo(0.5) },
    ]);
    await acceptRecommendation(context.ctx, decisionRequest('2'));
    expect((await readQueue(context.ctx)).pending).toBe(0);
    expect(
      await expectAppError(acceptRecommendation(context.ctx, decisionRequest(id))),
    ).toMatchObject({
      code: 'already_decided',
      message: `The account has since been assigned to ${bo}. Nothing was changed.`,
      details: { state: 'superseded', csm: bo },
    });
  });

  it('is refused if the account was recommended again, and names the new recommendation', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 2, account, csm: bo, at: hoursAgo(0.5) },
    ]);
    expect((await readQueue(context.ctx)).rows.map((row) => row.id)).toEqual(['2']);
    const refusal = {
      code: 'already_decided',
      message: `This recommendation was replaced by a newer one (${bo}). Nothing was changed.`,
      details: { state: 'superseded', csm: null, replacedBy: { id: '2', csm: bo } },
    };
    const request = decisionRequest(id);
    for (const decide of [
      () => acceptRecommendation(context.ctx, request),
      () => rejectRecommendation(context.ctx, { ...request, reason: 'workload' }),
    ]) {
      expect(await expectAppError(decide())).toMatchObject(refusal);
    }
    expect(await decisions()).toEqual([]);
  });

  it('is refused if the newer recommendation of the account was rejected', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 2, account, csm: bo, at: hoursAgo(0.5) },
    ]);
    await rejectRecommendation(context.ctx, { ...decisionRequest('2'), reason: 'workload' });
    expect((await readQueue(context.ctx)).pending).toBe(0);
    expect(
      await expectAppError(acceptRecommendation(context.ctx, decisionRequest(id))),
    ).toMatchObject({ details: { state: 'superseded', replacedBy: { id: '2' } } });
  });

  it('is refused if another program accepted the recommendation', async () => {
    await context.queryRows(`UPDATE CSM_ROUTING_RECOMMENDATIONS_CANNE
      SET was_assigned = TRUE, actual_assigned_csm = recommended_csm`);
    expect(
      await expectAppError(acceptRecommendation(context.ctx, decisionRequest(id))),
    ).toMatchObject({
      code: 'already_decided',
      message: 'This recommendation was already decided outside the app. Nothing was changed.',
    });
  });
});

describe('a repeated request', () => {
  it('returns the original result for each verb and is applied once', async () => {
    const accept = decisionRequest(id);
    const undoRequestId = decisionRequest(id).requestId;
    const accepted = await acceptRecommendation(context.ctx, accept);
    context.advanceHours(1);
    expect(await acceptRecommendation(context.ctx, accept)).toEqual(accepted);
    const undo = () => undoDecision(context.ctx, accepted, undoRequestId);
    const undone = await undo();
    expect(await undo()).toEqual(undone);
    const override = { ...decisionRequest(id), csm: bo, reason: 'workload' } as const;
    const overridden = await overrideRecommendation(context.ctx, override);
    context.advanceHours(1);
    expect(await overrideRecommendation(context.ctx, override)).toEqual(overridden);
    await undoDecision(context.ctx, overridden);
    const reject = { ...decisionRequest(id), reason: 'workload' } as const;
    const rejected = await rejectRecommendation(context.ctx, reject);
    context.advanceHours(1);
    expect(await rejectRecommendation(context.ctx, reject)).toEqual(rejected);
    // A late retry of the very first request changes nothing either.
    expect(await acceptRecommendation(context.ctx, accept)).toEqual(accepted);
    expect((await decisions()).map((row) => row.verb)).toEqual([
      'accept',
      'undo',
      'override',
      'undo',
      'reject',
    ]);
    expect(await assignment()).toEqual([]);
  });

  it('is refused for a different verb', async () => {
    const first = decisionRequest(id);
    const decided = await acceptRecommendation(context.ctx, first);
    for (const again of [
      () => rejectRecommendation(context.ctx, { ...first, reason: 'workload' }),
      () => overrideRecommendation(context.ctx, { ...first, csm: bo, reason: 'workload' }),
      () => undoDecision(context.ctx, decided, first.requestId),
    ]) {
      expect(await expectAppError(again())).toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining('already used for a different decision'),
      });
    }
    expect(await assignment()).toHaveLength(1);
  });
});
