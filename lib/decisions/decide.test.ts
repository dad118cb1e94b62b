import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedCompany } from '@/test/support/company';
import { guideQueries } from '@/test/support/guide-queries';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import {
  decisionRequest,
  expectAppError,
  hoursAgo,
  monday,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';
import { acceptRecommendation, overrideRecommendation, rejectRecommendation } from './decide';
import { undoDecision } from './undo-decision';

// The names that the guide's own queries look for.
const account = 'YOUR_ACCOUNT_ID';
const john = 'John Smith';
const bo = "Bo O'Neil 🙂";

const id = '1';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
beforeEach(async () => {
  await desk.clear();
  await seedCompany(desk.warehouse, {
    csms: [{ name: john }, { name: bo }, { name: 'Gone Girl', active: false }],
    accounts: [{ id: account, name: 'Größe & “Söhne” 🙂' }],
  });
  await insertExternalRecommendations(desk.warehouse, [
    { id: 1, account, csm: john, at: hoursAgo(1), feedback: 'A good fit.' },
  ]);
});
afterAll(() => desk.close());

const recommendation = async () =>
  (await desk.queryRows(guideQueries.recommendationsForAccount))[0];
const assignment = () => desk.queryRows(guideQueries.assignmentForAccount);
const decisions = () =>
  desk.queryRows('SELECT * FROM CSM_ROUTING_DECISIONS ORDER BY decided_at, decision_id');

describe('a decision on a recommendation of another program', () => {
  it('accepts: its CSM owns the account, in both of the data team’s tables', async () => {
    const decided = await acceptRecommendation(desk.ctx, decisionRequest(id));
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
    expect(await desk.queryRows(guideQueries.assignmentsOfCsm)).toHaveLength(1);
    expect(await desk.queryRows(guideQueries.acceptedRecommendations)).toHaveLength(1);
    expect(await decisions()).toMatchObject([
      {
        decision_id: decided.decisionId,
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
    expect((await readQueue(desk.ctx)).pending).toBe(0);
  });

  it('overrides: the other CSM owns the account and the recommendation was not accepted', async () => {
    const decided = await overrideRecommendation(desk.ctx, {
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
    expect(await desk.queryRows(guideQueries.acceptedRecommendations)).toEqual([]);
  });

  it('rejects: nobody owns the account and no assignment is written', async () => {
    const decided = await rejectRecommendation(desk.ctx, {
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
    expect((await readQueue(desk.ctx)).pending).toBe(0);
  });

  it('tells the second to decide who decided what, and when', async () => {
    await acceptRecommendation(desk.ctx, decisionRequest(id));
    desk.advanceHours(1);
    const zoe = desk.as('Zoe', 'admin');
    const answer = await expectAppError(
      rejectRecommendation(zoe, { ...decisionRequest(id), reason: 'workload' }),
    );
    expect(answer.code).toBe('already_decided');
    expect(answer.message).toBe(
      'Mia Manager already accepted it; the account went to John Smith. Nothing was changed.',
    );
    expect(answer.details).toEqual({
      state: 'accepted',
      verb: 'accept',
      byName: 'Mia Manager',
      at: monday,
      csm: john,
    });
    expect(await decisions()).toHaveLength(1);
  });

  it('is refused for an account that was assigned otherwise in the meantime', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { id: 2, account, csm: bo, at: hoursAgo(0.5) },
    ]);
    await acceptRecommendation(desk.ctx, decisionRequest('2'));
    expect((await readQueue(desk.ctx)).pending).toBe(0);
    expect(await expectAppError(acceptRecommendation(desk.ctx, decisionRequest(id)))).toMatchObject(
      {
        code: 'already_decided',
        message: `The account was assigned to ${bo} in the meantime. Nothing was changed.`,
        details: { state: 'superseded', csm: bo },
      },
    );
  });

  it('is refused for a recommendation that another program has accepted', async () => {
    await desk.queryRows(`UPDATE CSM_ROUTING_RECOMMENDATIONS_CANNE
      SET was_assigned = TRUE, actual_assigned_csm = recommended_csm`);
    expect(await expectAppError(acceptRecommendation(desk.ctx, decisionRequest(id)))).toMatchObject(
      {
        code: 'already_decided',
        message: 'It was already decided outside this program. Nothing was changed.',
      },
    );
  });
});

describe('a repeated request', () => {
  it('is answered with the first result, for each verb, and done once', async () => {
    const accept = decisionRequest(id);
    const accepted = await acceptRecommendation(desk.ctx, accept);
    desk.advanceHours(1);
    expect(await acceptRecommendation(desk.ctx, accept)).toEqual(accepted);
    const undo = { ...decisionRequest(id), decisionId: accepted.decisionId };
    const undone = await undoDecision(desk.ctx, undo);
    expect(await undoDecision(desk.ctx, undo)).toEqual(undone);
    const override = { ...decisionRequest(id), csm: bo, reason: 'workload' } as const;
    const overridden = await overrideRecommendation(desk.ctx, override);
    desk.advanceHours(1);
    expect(await overrideRecommendation(desk.ctx, override)).toEqual(overridden);
    await undoDecision(desk.ctx, { ...decisionRequest(id), decisionId: overridden.decisionId });
    const reject = { ...decisionRequest(id), reason: 'workload' } as const;
    const rejected = await rejectRecommendation(desk.ctx, reject);
    desk.advanceHours(1);
    expect(await rejectRecommendation(desk.ctx, reject)).toEqual(rejected);
    // A late repeat of the very first request changes nothing either.
    expect(await acceptRecommendation(desk.ctx, accept)).toEqual(accepted);
    expect((await decisions()).map((row) => row.verb)).toEqual([
      'accept',
      'undo',
      'override',
      'undo',
      'reject',
    ]);
    expect(await assignment()).toEqual([]);
  });

  it('is refused for another verb', async () => {
    const first = decisionRequest(id);
    const { decisionId } = await acceptRecommendation(desk.ctx, first);
    for (const again of [
      () => rejectRecommendation(desk.ctx, { ...first, reason: 'workload' }),
      () => overrideRecommendation(desk.ctx, { ...first, csm: bo, reason: 'workload' }),
      () => undoDecision(desk.ctx, { ...first, decisionId }),
    ]) {
      expect(await expectAppError(again())).toMatchObject({
        code: 'invalid_input',
        message: expect.stringContaining('used before for another decision'),
      });
    }
    expect(await assignment()).toHaveLength(1);
  });
});
