import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '@/lib/context';
import { type Desk, hoursAgo, monday, on, openDesk, queueOf, refusalOf } from '@/lib/testing/desk';
import { assignElsewhere, recommendElsewhere } from '@/lib/testing/other-program';
import { seedCompany } from '@/lib/testing/small-company';
import { acceptRecommendation } from './accept-recommendation';
import { overrideRecommendation } from './override-recommendation';
import { rejectRecommendation } from './reject-recommendation';
import { undoDecision } from './undo-decision';

const id = '1';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
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
  await assignElsewhere(desk.warehouse, [{ account: 'B', csm: 'Ana', at: hoursAgo(3) }]);
  await recommendElsewhere(desk.warehouse, [{ id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) }]);
});

const setAside = async () =>
  (await desk.ask('SELECT set_aside FROM CSM_ROUTING_DECISIONS')).map((row) => row.set_aside);
const overrideTo = (csm: string, more: object = {}) =>
  overrideRecommendation(desk.ctx, { ...on(id), csm, reason: 'workload', ...more });

describe('deciding against a rule', () => {
  it('is refused with everything that speaks against it, until that is acknowledged', async () => {
    const answer = await refusalOf(acceptRecommendation(desk.ctx, on(id)));
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
    const some = acceptRecommendation(desk.ctx, { ...on(id), acknowledged: ['cooling'] });
    expect((await refusalOf(some)).code).toBe('needs_confirmation');
  });

  it('records the rules set aside, and none that did not speak against it', async () => {
    await acceptRecommendation(desk.ctx, {
      ...on(id),
      acknowledged: ['stale', 'cooling', 'away'],
    });
    expect(await setAside()).toEqual(['away cooling']);
  });

  it('speaks of the CSM who would receive the account', async () => {
    const answer = await refusalOf(overrideTo('Cy'));
    expect(answer.details).toMatchObject({ flags: ['segment_mismatch'], csm: 'Cy' });
    await overrideTo('Bo');
    expect(await setAside()).toEqual([null]);
  });

  it('needs no confirmation to reject', async () => {
    await rejectRecommendation(desk.ctx, { ...on(id), reason: 'workload' });
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
    const answer = await refusalOf(overrideTo(csm, { acknowledged: ['not_active'] }));
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
    expect(await refusalOf(overrideTo('Bo', more))).toMatchObject({
      code: 'invalid_input',
      message,
    });
    expect(await setAside()).toEqual([]);
  });
});

describe('a forged request', () => {
  const forged = (more: object) => () =>
    acceptRecommendation(desk.ctx, { ...on(id), ...more } as Parameters<
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
    const answer = await refusalOf(forged({ recommendationId })());
    expect(answer).toMatchObject({ code: 'invalid_input', message });
  });

  it.each(['0', '999999999999999999'])('for the unknown recommendation %s says so', async (no) => {
    expect(await refusalOf(acceptRecommendation(desk.ctx, on(no)))).toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('does not exist'),
    });
    const decisionId = on(no).requestId;
    expect(await refusalOf(undoDecision(desk.ctx, { ...on(no), decisionId }))).toMatchObject({
      code: 'not_found',
    });
  });

  it('without a usable request id is refused', async () => {
    expect(await refusalOf(forged({ requestId: 'again' })())).toMatchObject({
      code: 'invalid_input',
      message: 'requestId: is not a request id.',
    });
  });
});

describe('a viewer', () => {
  const decisions: readonly [string, (vi: Context) => Promise<unknown>][] = [
    ['accept', (vi) => acceptRecommendation(vi, on(id))],
    ['override', (vi) => overrideRecommendation(vi, { ...on(id), csm: 'Bo', reason: 'workload' })],
    ['reject', (vi) => rejectRecommendation(vi, { ...on(id), reason: 'workload' })],
    ['undo', (vi) => undoDecision(vi, { ...on(id), decisionId: on(id).requestId })],
  ];
  it.each(decisions)('may not %s', async (_, decide) => {
    expect((await refusalOf(decide(desk.as('Vi', 'viewer')))).code).toBe('forbidden');
    expect(await setAside()).toEqual([]);
  });

  it('may read the queue', async () => {
    expect((await queueOf(desk.as('Vi', 'viewer'))).rows).toHaveLength(1);
  });
});

describe('a recommendation whose outcome another program took back', () => {
  it('waits again, once, and can be decided and undone', async () => {
    const all = { acknowledged: ['away', 'cooling'] as const };
    await acceptRecommendation(desk.ctx, { ...on(id), acknowledged: [...all.acknowledged] });
    await desk.ask(`UPDATE CSM_ROUTING_RECOMMENDATIONS_CANNE
      SET was_assigned = FALSE, actual_assigned_csm = NULL`);
    await desk.ask("DELETE FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE WHERE account_id = 'A'");
    expect((await queueOf(desk.ctx)).rows.map((row) => row.id)).toEqual([id]);
    desk.pass(1);
    const { decisionId } = await overrideTo('Bo');
    await undoDecision(desk.ctx, { ...on(id), decisionId });
    expect((await queueOf(desk.ctx)).rows.map((row) => row.id)).toEqual([id]);
    expect(desk.now()).not.toEqual(monday);
  });
});
