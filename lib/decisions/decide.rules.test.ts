import { beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '@/lib/server/context';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import { upsertExternalAssignments } from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import {
  decisionRequest,
  expectAppError,
  hoursAgo,
  monday,
  readQueue,
} from '@/test/support/test-context';

const id = '1';

const context = seededTestContext({
  csms: [
    { name: 'Ana', awayUntil: hoursAgo(-48) },
    { name: 'Bo' },
    { name: 'Cy', segment: 'Commercial' },
    { name: 'Gone', active: false },
  ],
  accounts: [{ id: 'A', since: hoursAgo(2) }],
  recommendations: [{ id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) }],
});
beforeEach(async () => {
  await upsertExternalAssignments(context.warehouse, [
    { account: 'B', csm: 'Ana', at: hoursAgo(3) },
  ]);
});

const acknowledgedRules = async () =>
  (await context.queryRows('SELECT set_aside FROM CSM_ROUTING_DECISIONS')).map(
    (row) => row.set_aside,
  );
const overrideTo = (csm: string, more: object = {}) =>
  overrideRecommendation(context.ctx, { ...decisionRequest(id), csm, reason: 'workload', ...more });

describe('a decision that breaks a rule', () => {
  it('is refused with all broken rules', async () => {
    const answer = await expectAppError(acceptRecommendation(context.ctx, decisionRequest(id)));
    expect(answer.code).toBe('needs_confirmation');
    expect(answer.details).toEqual({
      flags: ['away', 'cooling'],
      csm: 'Ana',
      coolingUntil: new Date('2026-03-02T10:00:00Z'),
      awayUntil: new Date('2026-03-04T09:00:00Z'),
    });
    expect(await acknowledgedRules()).toEqual([]);
  });

  it('is refused if only some of the rules were acknowledged', async () => {
    const some = acceptRecommendation(context.ctx, {
      ...decisionRequest(id),
      acknowledged: ['cooling'],
    });
    expect((await expectAppError(some)).code).toBe('needs_confirmation');
  });

  it('records the acknowledged rules that it broke, and no others', async () => {
    await acceptRecommendation(context.ctx, {
      ...decisionRequest(id),
      acknowledged: ['stale', 'cooling', 'away'],
    });
    expect(await acknowledgedRules()).toEqual(['away cooling']);
  });

  it('is checked against the CSM who would receive the account', async () => {
    const answer = await expectAppError(overrideTo('Cy'));
    expect(answer.details).toMatchObject({ flags: ['segment_mismatch'], csm: 'Cy' });
    await overrideTo('Bo');
    expect(await acknowledgedRules()).toEqual([null]);
  });

  it('needs no acknowledgment if it is a rejection', async () => {
    await rejectRecommendation(context.ctx, { ...decisionRequest(id), reason: 'workload' });
    expect(await acknowledgedRules()).toEqual([null]);
  });
});

describe('an override', () => {
  it.each([
    ['Ana', 'Ana is the recommended CSM. Accept the recommendation instead.'],
    ['Gone', 'Gone is not an active CSM. Choose another.'],
    ['Nobody', 'Nobody is not an active CSM. Choose another.'],
    [' ANA', 'Ana is the recommended CSM. Accept the recommendation instead.'],
    ["'; DROP TABLE x; --", "'; DROP TABLE x; -- is not an active CSM. Choose another."],
    ['', 'csm: is required.'],
    ['x'.repeat(101), 'csm: is too long.'],
  ])('to “%s” is refused', async (csm, message) => {
    const answer = await expectAppError(overrideTo(csm, { acknowledged: ['not_active'] }));
    expect(answer).toMatchObject({ code: 'invalid_input', message });
    expect(await acknowledgedRules()).toEqual([]);
  });

  it.each([
    [{ reason: 'because' }, 'reason: is not a listed reason.'],
    [{ reason: 'not_ready' }, 'reason: is not a listed reason.'],
    [{ reason: 'other' }, 'note: is required for “Other”.'],
    [{ reason: 'other', note: ' \n ' }, 'note: is required for “Other”.'],
    [{ note: 'x'.repeat(10_000) }, 'note: can have at most 2,000 characters.'],
    [{ acknowledged: ['gravity'] }, 'acknowledged: contains an unknown rule.'],
  ])('with %o is refused', async (more, message) => {
    expect(await expectAppError(overrideTo('Bo', more))).toMatchObject({
      code: 'invalid_input',
      message,
    });
    expect(await acknowledgedRules()).toEqual([]);
  });
});

describe('a forged request', () => {
  const forged = (more: object) => () =>
    acceptRecommendation(context.ctx, { ...decisionRequest(id), ...more } as Parameters<
      typeof acceptRecommendation
    >[1]);

  it.each([
    ['1; DROP TABLE x', 'recommendationId: must be a recommendation id.'],
    ['-1', 'recommendationId: must be a recommendation id.'],
    ['1e3', 'recommendationId: must be a recommendation id.'],
    ['9'.repeat(40), 'recommendationId: must be a recommendation id.'],
    ['', 'recommendationId: must be a recommendation id.'],
    [undefined, 'recommendationId: must be a recommendation id.'],
    [{ $ne: 1 }, 'recommendationId: must be a recommendation id.'],
  ])('with recommendation id %o is refused', async (recommendationId, message) => {
    const answer = await expectAppError(forged({ recommendationId })());
    expect(answer).toMatchObject({ code: 'invalid_input', message });
  });

  it.each(['0', '999999999999999999'])(
    'for the unknown recommendation %s returns “not found”',
    async (no) => {
      expect(
        await expectAppError(acceptRecommendation(context.ctx, decisionRequest(no))),
      ).toMatchObject({
        code: 'not_found',
        message: expect.stringContaining('does not exist'),
      });
      expect(await expectAppError(undoDecision(context.ctx, decisionRequest(no)))).toMatchObject({
        code: 'not_found',
      });
    },
  );

  it('without a valid request id is refused', async () => {
    expect(await expectAppError(forged({ requestId: 'again' })())).toMatchObject({
      code: 'invalid_input',
      message: 'requestId: must be a UUID.',
    });
  });
});

describe('a viewer', () => {
  const decisions: readonly [string, (vi: Context) => Promise<unknown>][] = [
    ['accept', (vi) => acceptRecommendation(vi, decisionRequest(id))],
    [
      'override',
      (vi) => overrideRecommendation(vi, { ...decisionRequest(id), csm: 'Bo', reason: 'workload' }),
    ],
    ['reject', (vi) => rejectRecommendation(vi, { ...decisionRequest(id), reason: 'workload' })],
    ['undo', (vi) => undoDecision(vi, decisionRequest(id))],
  ];
  it.each(decisions)('may not %s', async (_, decide) => {
    expect((await expectAppError(decide(context.as('Vi', 'viewer')))).code).toBe('forbidden');
    expect(await acknowledgedRules()).toEqual([]);
  });

  it('may read the queue', async () => {
    expect((await readQueue(context.as('Vi', 'viewer'))).rows).toHaveLength(1);
  });
});

describe('a recommendation whose outcome another program cleared', () => {
  it('is pending again, once, and can be decided and undone', async () => {
    const all = { acknowledged: ['away', 'cooling'] as const };
    await acceptRecommendation(context.ctx, {
      ...decisionRequest(id),
      acknowledged: [...all.acknowledged],
    });
    await context.queryRows(`UPDATE CSM_ROUTING_RECOMMENDATIONS_CANNE
      SET was_assigned = FALSE, actual_assigned_csm = NULL`);
    await context.queryRows("DELETE FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE WHERE account_id = 'A'");
    expect((await readQueue(context.ctx)).rows.map((row) => row.id)).toEqual([id]);
    context.advanceHours(1);
    await undoDecision(context.ctx, await overrideTo('Bo'));
    expect((await readQueue(context.ctx)).rows.map((row) => row.id)).toEqual([id]);
    expect(context.now()).not.toEqual(monday);
  });
});
