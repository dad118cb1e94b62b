import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '@/lib/server/context';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
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

const id = '1';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.clear();
  await seedCompany(desk.warehouse, {
    csms: [
      { name: 'Ana', awayUntil: hoursAgo(-48) },
      { name: 'Bo' },
      { name: 'Cy', segment: 'Commercial' },
      { name: 'Gone', active: false },
    ],
    accounts: [{ id: 'A', since: hoursAgo(2) }],
  });
  await upsertExternalAssignments(desk.warehouse, [{ account: 'B', csm: 'Ana', at: hoursAgo(3) }]);
  await insertExternalRecommendations(desk.warehouse, [
    { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) },
  ]);
});

const setAside = async () =>
  (await desk.queryRows('SELECT set_aside FROM CSM_ROUTING_DECISIONS')).map((row) => row.set_aside);
const overrideTo = (csm: string, more: object = {}) =>
  overrideRecommendation(desk.ctx, { ...decisionRequest(id), csm, reason: 'workload', ...more });

describe('deciding against a rule', () => {
  it('is refused with everything that speaks against it, until that is acknowledged', async () => {
    const answer = await expectAppError(acceptRecommendation(desk.ctx, decisionRequest(id)));
    expect(answer.code).toBe('needs_confirmation');
    expect(answer.details).toEqual({
      flags: ['away', 'cooling'],
      csm: 'Ana',
      coolingUntil: new Date('2026-03-02T10:00:00Z'),
      awayUntil: new Date('2026-03-04T09:00:00Z'),
    });
    expect(await setAside()).toEqual([]);
  });

  it('is refused when only some of it was seen', async () => {
    const some = acceptRecommendation(desk.ctx, {
      ...decisionRequest(id),
      acknowledged: ['cooling'],
    });
    expect((await expectAppError(some)).code).toBe('needs_confirmation');
  });

  it('records the rules set aside, and none that did not speak against it', async () => {
    await acceptRecommendation(desk.ctx, {
      ...decisionRequest(id),
      acknowledged: ['stale', 'cooling', 'away'],
    });
    expect(await setAside()).toEqual(['away cooling']);
  });

  it('speaks of the CSM who would receive the account', async () => {
    const answer = await expectAppError(overrideTo('Cy'));
    expect(answer.details).toMatchObject({ flags: ['segment_mismatch'], csm: 'Cy' });
    await overrideTo('Bo');
    expect(await setAside()).toEqual([null]);
  });

  it('needs no confirmation to reject', async () => {
    await rejectRecommendation(desk.ctx, { ...decisionRequest(id), reason: 'workload' });
    expect(await setAside()).toEqual([null]);
  });
});

describe('an override', () => {
  it.each([
    ['Ana', 'Ana is the recommended CSM. Accept the recommendation instead.'],
    ['Gone', 'Gone is not an active CSM. Choose another.'],
    ['Nobody', 'Nobody is not an active CSM. Choose another.'],
    ['bo', 'bo is not an active CSM. Choose another.'],
    ["'; DROP TABLE x; --", "'; DROP TABLE x; -- is not an active CSM. Choose another."],
    ['', 'csm: must be named.'],
    ['x'.repeat(101), 'csm: is too long.'],
  ])('to “%s” is refused', async (csm, message) => {
    const answer = await expectAppError(overrideTo(csm, { acknowledged: ['not_active'] }));
    expect(answer).toMatchObject({ code: 'invalid_input', message });
    expect(await setAside()).toEqual([]);
  });

  it.each([
    [{ reason: 'because' }, 'reason: must be one of the list.'],
    [{ reason: 'not_ready' }, 'reason: must be one of the list.'],
    [{ reason: 'other' }, 'note: is needed for “another reason”.'],
    [{ reason: 'other', note: ' \n ' }, 'note: is needed for “another reason”.'],
    [{ note: 'x'.repeat(10_000) }, 'note: can have at most 2,000 characters.'],
    [{ acknowledged: ['gravity'] }, 'acknowledged: names a rule that is not known.'],
  ])('with %o is refused', async (more, message) => {
    expect(await expectAppError(overrideTo('Bo', more))).toMatchObject({
      code: 'invalid_input',
      message,
    });
    expect(await setAside()).toEqual([]);
  });
});

describe('a forged request', () => {
  const forged = (more: object) => () =>
    acceptRecommendation(desk.ctx, { ...decisionRequest(id), ...more } as Parameters<
      typeof acceptRecommendation
    >[1]);

  it.each([
    ['1; DROP TABLE x', 'recommendationId: is not a recommendation.'],
    ['-1', 'recommendationId: is not a recommendation.'],
    ['1e3', 'recommendationId: is not a recommendation.'],
    ['9'.repeat(40), 'recommendationId: is not a recommendation.'],
    ['', 'recommendationId: is not a recommendation.'],
    [undefined, 'recommendationId: is not a recommendation.'],
    [{ $ne: 1 }, 'recommendationId: is not a recommendation.'],
  ])('for recommendation %o is refused', async (recommendationId, message) => {
    const answer = await expectAppError(forged({ recommendationId })());
    expect(answer).toMatchObject({ code: 'invalid_input', message });
  });

  it.each(['0', '999999999999999999'])('for the unknown recommendation %s says so', async (no) => {
    expect(await expectAppError(acceptRecommendation(desk.ctx, decisionRequest(no)))).toMatchObject(
      {
        code: 'not_found',
        message: expect.stringContaining('does not exist'),
      },
    );
    const decisionId = decisionRequest(no).requestId;
    expect(
      await expectAppError(undoDecision(desk.ctx, { ...decisionRequest(no), decisionId })),
    ).toMatchObject({
      code: 'not_found',
    });
  });

  it('without a usable request id is refused', async () => {
    expect(await expectAppError(forged({ requestId: 'again' })())).toMatchObject({
      code: 'invalid_input',
      message: 'requestId: is not a request id.',
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
    [
      'undo',
      (vi) =>
        undoDecision(vi, { ...decisionRequest(id), decisionId: decisionRequest(id).requestId }),
    ],
  ];
  it.each(decisions)('may not %s', async (_, decide) => {
    expect((await expectAppError(decide(desk.as('Vi', 'viewer')))).code).toBe('forbidden');
    expect(await setAside()).toEqual([]);
  });

  it('may read the queue', async () => {
    expect((await readQueue(desk.as('Vi', 'viewer'))).rows).toHaveLength(1);
  });
});

describe('a recommendation whose outcome another program took back', () => {
  it('waits again, once, and can be decided and undone', async () => {
    const all = { acknowledged: ['away', 'cooling'] as const };
    await acceptRecommendation(desk.ctx, {
      ...decisionRequest(id),
      acknowledged: [...all.acknowledged],
    });
    await desk.queryRows(`UPDATE CSM_ROUTING_RECOMMENDATIONS_CANNE
      SET was_assigned = FALSE, actual_assigned_csm = NULL`);
    await desk.queryRows("DELETE FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE WHERE account_id = 'A'");
    expect((await readQueue(desk.ctx)).rows.map((row) => row.id)).toEqual([id]);
    desk.advanceHours(1);
    const { decisionId } = await overrideTo('Bo');
    await undoDecision(desk.ctx, { ...decisionRequest(id), decisionId });
    expect((await readQueue(desk.ctx)).rows.map((row) => row.id)).toEqual([id]);
    expect(desk.now()).not.toEqual(monday);
  });
});
