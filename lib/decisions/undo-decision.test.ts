import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedCompany } from '@/test/support/company';
import { guideQueries } from '@/test/support/guide-queries';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import {
  decisionRequest,
  expectAppError,
  hoursAgo,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';
import { acceptRecommendation, overrideRecommendation, rejectRecommendation } from './decide';
import type { DecisionResult } from './decision-result';
import { undoDecision } from './undo-decision';

const account = 'YOUR_ACCOUNT_ID';

const id = '1';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.clear();
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo' }],
    accounts: [{ id: account, since: hoursAgo(48) }],
  });
  await insertExternalRecommendations(desk.warehouse, [
    { id: 1, account, csm: 'Ana', at: hoursAgo(1) },
  ]);
});

const recommendation = async () =>
  (await desk.queryRows(guideQueries.recommendationsForAccount))[0];
const assignments = () =>
  desk.queryRows(`SELECT *, CAST(assignment_date AS VARCHAR) AS exact_date,
    CAST(last_updated AS VARCHAR) AS exact_update FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE`);
const undo = (decided: DecisionResult) =>
  undoDecision(desk.ctx, { ...decisionRequest(id), decisionId: decided.decisionId });
const accept = () => acceptRecommendation(desk.ctx, decisionRequest(id));
const reject = () =>
  rejectRecommendation(desk.ctx, { ...decisionRequest(id), reason: 'not_ready' });
const overrideToBo = () =>
  overrideRecommendation(desk.ctx, { ...decisionRequest(id), csm: 'Bo', reason: 'workload' });
/** Everything that a decision may change, but for the record of decisions. */
const everything = async () => ({
  recommendation: await recommendation(),
  assignments: await assignments(),
  queue: (await readQueue(desk.ctx)).rows,
});

describe('undoing a decision', () => {
  it.each([
    ['an acceptance', accept],
    ['an override', overrideToBo],
    ['a rejection', reject],
  ])('%s leaves everything as if it had not happened, and both on record', async (_, decide) => {
    const before = await everything();
    const decided = await decide();
    const undone = await undo(decided);
    expect(undone).toMatchObject({ verb: 'undo', csm: null, recommendationId: id });
    expect(await everything()).toEqual(before);
    const record = await desk.queryRows('SELECT * FROM CSM_ROUTING_DECISIONS ORDER BY decision_id');
    expect(record).toMatchObject([
      { verb: decided.verb, undoes: null },
      { decision_id: undone.decisionId, verb: 'undo', undoes: decided.decisionId, csm_name: null },
    ]);
  });

  it('restores the row another program had written, to the last digit', async () => {
    // Three years ago, to the microsecond, with an empty feedback and no method.
    await desk.queryRows(`INSERT INTO ACCOUNT_CSM_ASSIGNMENTS_CANNE VALUES ('${account}', 'Old Owner',
      TIMESTAMP '2023-01-02 03:04:05.678901', NULL, '', TIMESTAMP '2023-01-02 03:04:05.000001')`);
    const before = await everything();
    const decided = await acceptRecommendation(desk.ctx, {
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

  it('lets the same account be decided again, many times over, while others read', async () => {
    const reading = Promise.all(
      Array.from({ length: 6 }, () => readQueue(desk.as('Vi', 'viewer'), { sort: [] })),
    );
    for (let round = 0; round < 3; round++) {
      await undo(await accept());
      desk.advanceHours(0.01);
      await undo(await overrideToBo());
    }
    await reading;
    await accept();
    expect(await assignments()).toMatchObject([{ csm_name: 'Ana' }]);
    expect(await recommendation()).toMatchObject({ was_assigned: true });
  });

  it('takes back the CSM’s cooling with it', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { id: 2, account: 'other', csm: 'Ana', at: hoursAgo(1) },
    ]);
    const decided = await accept();
    expect((await readQueue(desk.ctx)).rows[0]?.flags).toContain('cooling');
    await undo(decided);
    const rows = (await readQueue(desk.ctx)).rows;
    expect(rows.flatMap((row) => row.flags)).not.toContain('cooling');
  });

  it('may be done by another manager', async () => {
    const { decisionId } = await accept();
    const zoe = desk.as('Zoe', 'manager');
    await undoDecision(zoe, { ...decisionRequest(id), decisionId });
    expect(await assignments()).toEqual([]);
  });
});

describe('an undo is refused, and changes nothing,', () => {
  const refused = async (decided: DecisionResult, words: string) => {
    const before = await everything();
    const answer = await expectAppError(undo(decided));
    expect(answer.code).toBe('undo_expired');
    expect(answer.message).toBe(`${words}, so this can no longer be undone. Nothing was changed.`);
    expect(await everything()).toEqual(before);
  };

  it('once it was undone', async () => {
    const decided = await accept();
    await undo(decided);
    await refused(decided, 'It was already undone');
  });

  it('of an undo', async () => {
    const undone = await undo(await accept());
    await refused(undone, 'It was already undone');
  });

  it('once somebody decided anew', async () => {
    const first = await accept();
    await undo(first);
    desk.advanceHours(1);
    await rejectRecommendation(desk.as('Zoe', 'manager'), {
      ...decisionRequest(id),
      reason: 'not_ready',
    });
    await refused(first, 'Zoe decided it anew');
  });

  it('of a decision that was never made', async () => {
    const decided = await accept();
    await refused({ ...decided, decisionId: uuid() }, 'Mia Manager decided it anew');
  });

  it.each([
    ['an acceptance', accept],
    ['a rejection', reject],
  ])('of %s once another program assigned the account', async (_, decide) => {
    const decided = await decide();
    desk.advanceHours(1);
    await upsertExternalAssignments(desk.warehouse, [
      { account, csm: 'Bo', at: desk.now().toISOString() },
    ]);
    await refused(decided, 'The account was assigned to Bo since');
  });

  it('once another program removed the assignment', async () => {
    const decided = await accept();
    await desk.queryRows('DELETE FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE');
    await refused(decided, 'The assignment was changed since');
  });

  it('once the recommendation was changed outside', async () => {
    const decided = await reject();
    await desk.queryRows('UPDATE CSM_ROUTING_RECOMMENDATIONS_CANNE SET was_assigned = TRUE');
    await refused(decided, 'The recommendation was changed outside this program since');
  });

  it('once the account was recommended again', async () => {
    const decided = await reject();
    desk.advanceHours(1);
    await insertExternalRecommendations(desk.warehouse, [
      { id: 2, account, csm: 'Bo', at: desk.now().toISOString() },
    ]);
    await refused(decided, 'The account was recommended again since');
  });

  it('once another recommendation of the account was decided', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { id: 2, account, csm: 'Bo', at: hoursAgo(0.5) },
    ]);
    const decided = await reject();
    desk.advanceHours(1);
    await rejectRecommendation(desk.ctx, { ...decisionRequest('2'), reason: 'not_ready' });
    await refused(decided, 'Another decision on this account was made since');
  });
});
