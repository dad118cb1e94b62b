import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '@/lib/server/context';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import {
  decisionRequest,
  expectAppError,
  hoursAgo,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';
import { withFalseRowCounts, withLostCommit } from '@/test/support/transaction-faults';
import { acceptRecommendation, overrideRecommendation, rejectRecommendation } from './decide';
import { undoDecision } from './undo-decision';

const id = '1';
const take = 'recommendations.take-undecided';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.clear();
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo' }],
    accounts: [{ id: 'A' }],
  });
  await insertExternalRecommendations(desk.warehouse, [
    { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) },
  ]);
});

const accept = (ctx: Context, request = decisionRequest(id)) => acceptRecommendation(ctx, request);
const reject = (ctx: Context, request = decisionRequest(id)) =>
  rejectRecommendation(ctx, { ...request, reason: 'workload' });
const override = (ctx: Context, request = decisionRequest(id)) =>
  overrideRecommendation(ctx, { ...request, csm: 'Bo', reason: 'workload' });
const decides = [
  ['accept', accept],
  ['override', override],
  ['reject', reject],
] as const;

/** Everything that a decision may change. */
const everything = async () => ({
  recommendations: await desk.queryRows('SELECT * FROM CSM_ROUTING_RECOMMENDATIONS_CANNE'),
  assignments: await desk.queryRows('SELECT * FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE'),
  decisions: await desk.queryRows('SELECT * FROM CSM_ROUTING_DECISIONS ORDER BY decision_id'),
});

describe.each(decides)('who comes second to %s', (_, first) => {
  it.each(decides)('and would %s is refused though the row was taken', async (__, second) => {
    const { verb } = await first(desk.ctx);
    const before = await everything();
    const zoe = desk.as('Zoe', 'manager');
    expect(await expectAppError(second(withFalseRowCounts(zoe, take, 1)))).toMatchObject({
      code: 'already_decided',
      details: { verb, byName: 'Mia Manager' },
    });
    expect(await everything()).toEqual(before);
  });

  it('with the same request is answered the same, whether the row was taken or not', async () => {
    const request = decisionRequest(id);
    const decided = await first(desk.ctx, request);
    const before = await everything();
    for (const rows of [0, 1]) {
      expect(await first(withFalseRowCounts(desk.ctx, take, rows), request)).toEqual(decided);
    }
    expect(await everything()).toEqual(before);
  });
});

describe('a recommendation that was undone as somebody found it decided', () => {
  it('is taken anew', async () => {
    expect(await accept(withFalseRowCounts(desk.ctx, take, 0))).toMatchObject({
      verb: 'accept',
      csm: 'Ana',
    });
    expect((await everything()).assignments).toMatchObject([{ csm_name: 'Ana' }]);
  });

  it('and decided and undone again and again is left to the others', async () => {
    const before = await everything();
    expect(await expectAppError(accept(withFalseRowCounts(desk.ctx, take, 0, 0, 0)))).toMatchObject(
      {
        code: 'warehouse_busy',
        message: expect.stringContaining('Nothing was changed; try again'),
      },
    );
    expect(await everything()).toEqual(before);
  });
});

it('an assignment made elsewhere as the row was taken keeps it from being decided', async () => {
  await desk.queryRows(`INSERT INTO ACCOUNT_CSM_ASSIGNMENTS_CANNE (account_id, csm_name, assignment_date)
    VALUES ('A', 'Bo', TIMESTAMP '2026-03-02 08:59:00')`);
  const before = await everything();
  expect(await expectAppError(accept(withFalseRowCounts(desk.ctx, take, 1)))).toMatchObject({
    details: { state: 'superseded', csm: 'Bo' },
  });
  expect(await everything()).toEqual(before);
});

describe('a decision whose commit nobody heard of', () => {
  it.each(decides)('to %s is found by its request, and so is its undo', async (_, decide) => {
    const decided = await decide(withLostCommit(desk.ctx));
    const [{ decision_id, decided_at } = {}] = (await everything()).decisions;
    expect(decided).toMatchObject({ decisionId: decision_id, at: decided_at });
    const { decisionId } = decided;
    const undone = await undoDecision(withLostCommit(desk.ctx), {
      ...decisionRequest(id),
      decisionId,
    });
    const { decisions, assignments } = await everything();
    expect(decisions).toMatchObject([
      {},
      { decision_id: undone.decisionId, decided_at: undone.at },
    ]);
    expect(assignments).toEqual([]);
    expect((await readQueue(desk.ctx)).pending).toBe(1);
  });
});

describe('a row that recommends nothing', () => {
  it.each(['account', 'csm', 'at'])('because it has no %s cannot be decided', async (missing) => {
    const whole = { id: 2, account: 'A', csm: 'Ana', at: hoursAgo(1) };
    await insertExternalRecommendations(desk.warehouse, [{ ...whole, [missing]: null }]);
    for (const decide of [accept, override, reject]) {
      expect((await expectAppError(decide(desk.ctx, decisionRequest('2')))).code).toBe('not_found');
    }
    const undo = undoDecision(desk.ctx, {
      ...decisionRequest('2'),
      decisionId: decisionRequest('2').requestId,
    });
    expect((await expectAppError(undo)).code).toBe('not_found');
  });

  it('is told from one whose outcome another program left empty', async () => {
    await desk.queryRows('UPDATE CSM_ROUTING_RECOMMENDATIONS_CANNE SET was_assigned = NULL');
    await reject(desk.ctx);
    expect((await everything()).recommendations).toMatchObject([{ was_assigned: false }]);
  });
});
