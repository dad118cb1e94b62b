import { v7 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import {
  acceptRecommendation,
  type DecisionResult,
  overrideRecommendation,
  rejectRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import { guideQueries } from '@/test/support/guide-queries';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, expectAppError, hoursAgo, readQueue } from '@/test/support/test-context';

const account = 'YOUR_ACCOUNT_ID';

const id = '1';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }],
  accounts: [{ id: account, since: hoursAgo(48) }],
  recommendations: [{ id: 1, account, csm: 'Ana', at: hoursAgo(1) }],
});

const recommendation = async () =>
  (await context.queryRows(guideQueries.recommendationsForAccount))[0];
const assignments = () =>
  context.queryRows(`SELECT *, CAST(assignment_date AS VARCHAR) AS exact_date,
    CAST(last_updated AS VARCHAR) AS exact_update FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE`);
const undo = (decided: DecisionResult) => undoDecision(context.ctx, decided);
const accept = () => acceptRecommendation(context.ctx, decisionRequest(id));
const reject = () =>
  rejectRecommendation(context.ctx, { ...decisionRequest(id), reason: 'not_ready' });
const overrideToBo = () =>
  overrideRecommendation(context.ctx, { ...decisionRequest(id), csm: 'Bo', reason: 'workload' });
/** Everything that a decision can change, except the decisions table. */
const everything = async () => ({
  recommendation: await recommendation(),
  assignments: await assignments(),
  queue: (await readQueue(context.ctx)).rows,
});

describe('undoing a decision', () => {
  it.each([
    ['an acceptance', accept],
    ['an override', overrideToBo],
    ['a rejection', reject],
  ])('restores everything after %s and keeps both on record', async (_, decide) => {
    const before = await everything();
    const decided = await decide();
    const undone = await undo(decided);
    expect(undone).toMatchObject({ verb: 'undo', csm: null, recommendationId: id });
    expect(await everything()).toEqual(before);
    const record = await context.queryRows(
      'SELECT * FROM CSM_ROUTING_DECISIONS ORDER BY decision_id',
    );
    expect(record).toMatchObject([
      { verb: decided.verb, undoes: null },
      { decision_id: undone.id, verb: 'undo', undoes: decided.id, csm_name: null },
    ]);
  });

  it('restores another program’s assignment to the last digit', async () => {
    // Three years ago, to the microsecond, with an empty feedback and no method.
    await context.queryRows(`INSERT INTO ACCOUNT_CSM_ASSIGNMENTS_CANNE VALUES ('${account}', 'Old Owner',
      TIMESTAMP '2023-01-02 03:04:05.678901', NULL, '', TIMESTAMP '2023-01-02 03:04:05.000001')`);
    const before = await everything();
    const decided = await acceptRecommendation(context.ctx, {
      ...decisionRequest(id),
      acknowledged: ['assigned_elsewhere'],
    });
    expect(await assignments()).toMatchObject([{ csm_name: 'Ana' }]);
    await undo(decided);
    expect(await everything()).toEqual(before);
    expect(await assignments()).toMatchObject([
      {
        exact_date: '2023-01-02 03:04:05.678901',
        exact_update: '2023-01-02 03:04:05.000001',
        llm_review_feedback: '',
        assignment_method: null,
      },
    ]);
  });

  it('restores an assignment that an older version stored with text times', async () => {
    await context.queryRows(`INSERT INTO ACCOUNT_CSM_ASSIGNMENTS_CANNE VALUES ('${account}', 'Old Owner',
      TIMESTAMP '2023-01-02 03:04:05.678901', NULL, NULL, TIMESTAMP '2023-01-02 03:04:05')`);
    const before = await assignments();
    const decided = await acceptRecommendation(context.ctx, {
      ...decisionRequest(id),
      acknowledged: ['assigned_elsewhere'],
    });
    const stored = { csmName: 'Old Owner', method: null, feedback: null };
    const times = { assignedAt: '2023-01-02 03:04:05.678901', updatedAt: '2023-01-02T03:04:05Z' };
    await context.queryRows(`UPDATE CSM_ROUTING_DECISIONS
      SET assignment_before = '${JSON.stringify({ ...stored, ...times })}'`);
    await undo(decided);
    expect(await assignments()).toEqual(before);
  });

  it('allows repeated decisions on the same account while others read', async () => {
    const reading = Promise.all(
      Array.from({ length: 6 }, () => readQueue(context.as('Vi', 'viewer'), { sort: [] })),
    );
    for (let round = 0; round < 3; round++) {
      await undo(await accept());
      context.advanceHours(0.01);
      await undo(await overrideToBo());
    }
    await reading;
    await accept();
    expect(await assignments()).toMatchObject([{ csm_name: 'Ana' }]);
    expect(await recommendation()).toMatchObject({ was_assigned: true });
  });

  it('ends the cooling that the decision caused', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 2, account: 'other', csm: 'Ana', at: hoursAgo(1) },
    ]);
    const decided = await accept();
    expect((await readQueue(context.ctx)).rows[0]?.flags).toContain('cooling');
    await undo(decided);
    const rows = (await readQueue(context.ctx)).rows;
    expect(rows.flatMap((row) => row.flags)).not.toContain('cooling');
  });

  it('is possible for another manager', async () => {
    const decided = await accept();
    const zoe = context.as('Zoe', 'manager');
    await undoDecision(zoe, decided);
    expect(await assignments()).toEqual([]);
  });
});

describe('an undo is refused and changes nothing', () => {
  const refused = async (decided: DecisionResult, words: string) => {
    const before = await everything();
    const answer = await expectAppError(undo(decided));
    expect(answer.code).toBe('undo_expired');
    expect(answer.message).toBe(`This can no longer be undone: ${words}. Nothing was changed.`);
    expect(await everything()).toEqual(before);
  };

  it('after it was undone', async () => {
    const decided = await accept();
    await undo(decided);
    await refused(decided, 'it was already undone');
  });

  it('if it would undo an undo', async () => {
    const undone = await undo(await accept());
    await refused(undone, 'it was already undone');
  });

  it('after someone decided again', async () => {
    const first = await accept();
    await undo(first);
    context.advanceHours(1);
    await rejectRecommendation(context.as('Zoe', 'manager'), {
      ...decisionRequest(id),
      reason: 'not_ready',
    });
    await refused(first, 'Zoe has decided this again');
  });

  it('for a decision that does not exist', async () => {
    const decided = await accept();
    await refused({ ...decided, requestId: uuid() }, 'Mia Manager has decided this again');
  });

  it.each([
    ['an acceptance', accept],
    ['a rejection', reject],
  ])('for %s after another program assigned the account', async (_, decide) => {
    const decided = await decide();
    context.advanceHours(1);
    await upsertExternalAssignments(context.warehouse, [
      { account, csm: 'Bo', at: context.now().toISOString() },
    ]);
    await refused(decided, 'the account has since been assigned to Bo');
  });

  it('after another program removed the assignment', async () => {
    const decided = await accept();
    await context.queryRows('DELETE FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE');
    await refused(decided, 'the assignment has since changed');
  });

  it('after the recommendation changed outside the app', async () => {
    const decided = await reject();
    await context.queryRows('UPDATE CSM_ROUTING_RECOMMENDATIONS_CANNE SET was_assigned = TRUE');
    await refused(decided, 'the recommendation has changed outside the app');
  });

  it('after the account was recommended again', async () => {
    const decided = await reject();
    context.advanceHours(1);
    await insertExternalRecommendations(context.warehouse, [
      { id: 2, account, csm: 'Bo', at: context.now().toISOString() },
    ]);
    await refused(decided, 'the account has since been recommended again');
  });

  it('after another recommendation for the account was decided', async () => {
    const decided = await reject();
    await insertExternalRecommendations(context.warehouse, [
      { id: 2, account, csm: 'Bo', at: context.now().toISOString() },
    ]);
    context.advanceHours(1);
    await rejectRecommendation(context.ctx, { ...decisionRequest('2'), reason: 'not_ready' });
    await refused(decided, 'Mia Manager has since decided another recommendation of this account');
  });
});
