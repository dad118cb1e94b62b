import { describe, expect, it } from 'vitest';
import type { Flag } from '@/lib/engine/flags';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, expectAppError, hoursAgo, readQueue } from '@/test/support/test-context';
import { withFalseRowCounts, withLostCommit } from '@/test/support/transaction-faults';
import { decide } from './decide';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy' }, { name: 'Small', capacity: 1 }],
  accounts: ['A', 'B', 'C', 'D', 'E'].map((id) => ({ id, name: `Account ${id}` })),
  recommendations: [
    { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) },
    { id: 2, account: 'B', csm: 'Bo', at: hoursAgo(1) },
    { id: 3, account: 'C', csm: 'Cy', at: hoursAgo(1) },
    { id: 4, account: 'D', csm: 'Ana', at: hoursAgo(1) },
    { id: 5, account: 'E', csm: 'Cy', at: hoursAgo(1) },
  ],
});

const accept = (id: string, ...acknowledged: Flag[]) => ({
  ...decisionRequest(id),
  verb: 'accept' as const,
  acknowledged,
});
const override = (id: string, csm: string, ...acknowledged: Flag[]) => ({
  ...decisionRequest(id),
  verb: 'override' as const,
  csm,
  acknowledged,
  reason: 'workload' as const,
});
const reject = (id: string) => ({
  ...decisionRequest(id),
  verb: 'reject' as const,
  reason: 'workload' as const,
});
const undo = (decided: { recommendationId: string; requestId: string }) => ({
  ...decisionRequest(decided.recommendationId),
  verb: 'undo' as const,
  undoes: decided.requestId,
});
const send = (...requests: unknown[]) => decide(context.ctx, { requests });
const statuses = (outcomes: Awaited<ReturnType<typeof decide>>) =>
  outcomes.map((each) => (each.status === 'decided' ? each.decision.verb : each.error.code));
const owners = async () =>
  (await context.queryRows('SELECT * FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE ORDER BY account_id')).map(
    ({ account_id, csm_name }) => `${account_id} ${csm_name}`,
  );
const pending = async () => (await readQueue(context.ctx)).rows.map(({ id }) => id);

describe('several decisions in one request', () => {
  it('are made with different verbs, with an outcome for each in the same order', async () => {
    const first = accept('3');
    await send(first);
    const requests = [override('2', 'Small'), undo(first), reject('4'), accept('1')];
    const outcomes = await send(...requests);
    expect(outcomes).toMatchObject([
      { status: 'decided', decision: { verb: 'override', csm: 'Small', accountId: 'B' } },
      { status: 'decided', decision: { verb: 'undo', csm: null, accountName: 'Account C' } },
      { status: 'decided', decision: { verb: 'reject', csm: null, accountId: 'D' } },
      { status: 'decided', decision: { verb: 'accept', csm: 'Ana', at: context.now() } },
    ]);
    expect(outcomes.map(({ requestId }) => requestId)).toEqual(
      requests.map(({ requestId }) => requestId),
    );
    expect(await owners()).toEqual(['A Ana', 'B Small']);
    expect(await pending()).toEqual(['3', '5']);
    expect(await send(...requests)).toEqual(outcomes);
    expect(await context.queryRows('SELECT * FROM CSM_ROUTING_DECISIONS')).toHaveLength(5);
  });

  it('do not stop each other: refused and invalid ones change nothing', async () => {
    await decide(context.as('Zoe', 'manager'), { requests: [reject('1')] });
    const outcomes = await send(
      accept('1'),
      accept('404'),
      { ...reject('2'), reason: 'because' },
      { ...decisionRequest('2'), verb: 'approve' },
      'a string',
      { ...accept('3'), requestId: 'not-a-uuid' },
      override('4', 'Nobody'),
      accept('5'),
    );
    expect(statuses(outcomes)).toEqual([
      'already_decided',
      'not_found',
      'invalid_input',
      'invalid_input',
      'invalid_input',
      'invalid_input',
      'invalid_input',
      'accept',
    ]);
    const errors = outcomes.map((each) => (each.status === 'refused' ? each.error.message : ''));
    expect(errors[0]).toContain('Zoe already rejected');
    expect(errors.slice(2, 6)).toEqual([
      'reason: is not a listed reason.',
      'verb: must be accept, override, reject, or undo.',
      'Invalid request: must be accept, override, reject, or undo.',
      'requestId: must be a UUID.',
    ]);
    expect(outcomes[4]).toMatchObject({ requestId: '', recommendationId: '' });
    expect(outcomes[5]).toMatchObject({ requestId: 'not-a-uuid', recommendationId: '3' });
    expect(await owners()).toEqual(['E Cy']);
    expect(await pending()).toEqual(['2', '3', '4']);
  });

  it('are judged in order: the second one for a CSM must acknowledge the cooling', async () => {
    const [first, second] = await send(accept('1'), accept('4'));
    expect(first).toMatchObject({ status: 'decided' });
    expect(second).toMatchObject({
      status: 'refused',
      error: {
        code: 'needs_confirmation',
        details: { flags: ['cooling'], csm: 'Ana', coolingUntil: new Date(hoursAgo(-4)) },
      },
    });
    expect(statuses(await send(accept('4', 'cooling')))).toEqual(['accept']);
    const stored = await context.queryRows(
      'SELECT set_aside FROM CSM_ROUTING_DECISIONS ORDER BY decision_id',
    );
    expect(stored).toEqual([{ set_aside: null }, { set_aside: 'cooling' }]);
  });

  it('are judged in order: an undo frees its CSM for the next one', async () => {
    const first = accept('1');
    await send(first);
    expect(statuses(await send(accept('4')))).toEqual(['needs_confirmation']);
    expect(statuses(await send(undo(first), accept('4')))).toEqual(['undo', 'accept']);
    expect(await owners()).toEqual(['D Ana']);
  });

  it('are judged in order: a CSM’s book fills up', async () => {
    const outcomes = await send(override('1', 'Small'), override('2', 'Small', 'cooling'));
    expect(outcomes[1]).toMatchObject({
      error: { details: { flags: ['cooling', 'at_capacity'] } },
    });
    expect(await owners()).toEqual(['A Small']);
  });

  it('assign an account only once, by its newest recommendation', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { id: 6, account: 'A', csm: 'Bo', at: hoursAgo(0.5) },
    ]);
    const [first] = await send(accept('1'), accept('6'));
    expect(first).toMatchObject({
      error: { code: 'already_decided', details: { state: 'superseded' } },
    });
    expect(await owners()).toEqual(['A Bo']);
    expect(await pending()).toEqual(['2', '3', '4', '5']);
  });

  it('decide a recommendation only once', async () => {
    const outcomes = await send(accept('1'), reject('1'));
    expect(outcomes[1]).toMatchObject({
      error: {
        code: 'invalid_input',
        message: 'recommendationId: can be decided once per request.',
      },
    });
    expect(await owners()).toEqual(['A Ana']);
  });

  it('claim again only what others decided and undid in the meantime', async () => {
    const ctx = withFalseRowCounts(context.ctx, 'recommendations.claim', 1);
    const outcomes = await decide(ctx, { requests: [accept('1'), accept('2')] });
    expect(statuses(outcomes)).toEqual(['accept', 'accept']);
  });

  it('are found after the response to COMMIT was lost, and none is made twice', async () => {
    const requests = [accept('1'), override('2', 'Cy'), reject('3')];
    const outcomes = await decide(withLostCommit(context.ctx), { requests });
    expect(statuses(outcomes)).toEqual(['accept', 'override', 'reject']);
    expect(await pending()).toEqual(['4', '5']);
    expect(await send(...requests)).toEqual(outcomes);
    expect(await context.queryRows('SELECT * FROM CSM_ROUTING_DECISIONS')).toHaveLength(3);
  });
});

describe('a request that is invalid as a whole', () => {
  it.each([
    [{ requests: [] }, 'requests: must not be empty.'],
    [{ requests: Array(201).fill({}) }, 'requests: can have at most 200 decisions.'],
    [{ requests: 'all' }, 'requests: must be a list.'],
  ])('decides nothing: %j', async (input, message) => {
    const error = await expectAppError(decide(context.ctx, input as { requests: unknown[] }));
    expect(error).toMatchObject({ code: 'invalid_input', message });
  });

  it('is refused if someone else is signed in, whatever their role', async () => {
    const input = { person: 'mia.manager@example.com', requests: [accept('1')] };
    for (const role of ['viewer', 'manager', 'admin'] as const) {
      const error = await expectAppError(decide(context.as('Zoe', role), input));
      expect(error).toMatchObject({
        code: 'wrong_person',
        message: expect.stringContaining('Sign in as mia.manager@example.com'),
      });
    }
    expect(await owners()).toEqual([]);
    expect(statuses(await decide(context.ctx, input))).toEqual(['accept']);
  });
});
