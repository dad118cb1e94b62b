import { describe, expect, it } from 'vitest';
import type { Context } from '@/lib/server/context';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, expectAppError, hoursAgo, readQueue } from '@/test/support/test-context';
import { withFalseRowCounts, withLostCommit } from '@/test/support/transaction-faults';

const id = '1';
const take = 'recommendations.claim';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }],
  accounts: [{ id: 'A' }],
  recommendations: [{ id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) }],
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

/** All rows that a decision can change. */
const snapshot = async () => ({
  recommendations: await context.queryRows('SELECT * FROM CSM_ROUTING_RECOMMENDATIONS_CANNE'),
  assignments: await context.queryRows('SELECT * FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE'),
  decisions: await context.queryRows('SELECT * FROM CSM_ROUTING_DECISIONS ORDER BY decision_id'),
});

describe.each(decides)('after another person’s %s', (_, first) => {
  it.each(decides)(
    'refuses to %s even if the update reports that it claimed the row',
    async (__, second) => {
      const { verb } = await first(context.ctx);
      const before = await snapshot();
      const zoe = context.as('Zoe', 'manager');
      expect(await expectAppError(second(withFalseRowCounts(zoe, take, 1)))).toMatchObject({
        code: 'already_decided',
        details: { verb, byName: 'Mia Manager' },
      });
      expect(await snapshot()).toEqual(before);
    },
  );

  it('returns the same result for the same request, whether or not the row was claimed', async () => {
    const request = decisionRequest(id);
    const decided = await first(context.ctx, request);
    const before = await snapshot();
    for (const rows of [0, 1]) {
      expect(await first(withFalseRowCounts(context.ctx, take, rows), request)).toEqual(decided);
    }
    expect(await snapshot()).toEqual(before);
  });
});

describe('a recommendation that is undone right after it was found decided', () => {
  it('is claimed again', async () => {
    expect(await accept(withFalseRowCounts(context.ctx, take, 0))).toMatchObject({
      verb: 'accept',
      csm: 'Ana',
    });
    expect((await snapshot()).assignments).toMatchObject([{ csm_name: 'Ana' }]);
  });

  it('is given up with “busy” after repeated decisions and undos by others', async () => {
    const before = await snapshot();
    expect(
      await expectAppError(accept(withFalseRowCounts(context.ctx, take, 0, 0, 0))),
    ).toMatchObject({
      code: 'warehouse_busy',
      message: expect.stringContaining('Nothing was changed. Try again'),
    });
    expect(await snapshot()).toEqual(before);
  });
});

it('refuses a decision if the account was assigned elsewhere while the row was being claimed', async () => {
  await context.queryRows(`INSERT INTO ACCOUNT_CSM_ASSIGNMENTS_CANNE (account_id, csm_name, assignment_date)
    VALUES ('A', 'Bo', TIMESTAMP '2026-03-02 08:59:00')`);
  const before = await snapshot();
  expect(await expectAppError(accept(withFalseRowCounts(context.ctx, take, 1)))).toMatchObject({
    details: { state: 'superseded', csm: 'Bo' },
  });
  expect(await snapshot()).toEqual(before);
});

describe('a decision whose commit response is lost', () => {
  it.each(decides)('to %s is found by its request id, and so is its undo', async (_, decide) => {
    const decided = await decide(withLostCommit(context.ctx));
    const [{ decision_id, decided_at } = {}] = (await snapshot()).decisions;
    expect(decided).toMatchObject({ id: decision_id, at: decided_at });
    const undone = await undoDecision(withLostCommit(context.ctx), decided);
    const { decisions, assignments } = await snapshot();
    expect(decisions).toMatchObject([{}, { decision_id: undone.id, decided_at: undone.at }]);
    expect(assignments).toEqual([]);
    expect((await readQueue(context.ctx)).pending).toBe(1);
  });
});

describe('an incomplete recommendation row', () => {
  it.each(['account', 'csm', 'at'])('without a value for %s cannot be decided', async (missing) => {
    const whole = { id: 2, account: 'A', csm: 'Ana', at: hoursAgo(1) };
    await insertExternalRecommendations(context.warehouse, [{ ...whole, [missing]: null }]);
    for (const decide of [accept, override, reject]) {
      expect((await expectAppError(decide(context.ctx, decisionRequest('2')))).code).toBe(
        'not_found',
      );
    }
    const undo = undoDecision(context.ctx, decisionRequest('2'));
    expect((await expectAppError(undo)).code).toBe('not_found');
  });

  it('differs from a complete one whose outcome another program left NULL', async () => {
    await context.queryRows('UPDATE CSM_ROUTING_RECOMMENDATIONS_CANNE SET was_assigned = NULL');
    await reject(context.ctx);
    expect((await snapshot()).recommendations).toMatchObject([{ was_assigned: false }]);
  });
});
