import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptRecommendation } from '@/lib/decisions/decide';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import {
  decisionRequest,
  expectAppError,
  hoursAgo,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';
import { cancelRun } from './cancel-run';
import { getRun } from './read-runs';
import { startRun } from './start-run';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.clear();
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana' }],
    accounts: [
      { id: 'A1', name: 'Acme' },
      { id: 'S1', name: 'Since', since: hoursAgo(10) },
      { id: 'B1', name: 'Booked', csm: 'Ana' },
    ],
  });
});

const single = (accountId: string) => runToCompletion(desk.ctx, { mode: 'single', accountId });
const failed = async (run: ReturnType<typeof single>, failureCode: string, failure: string) =>
  expect(await run).toMatchObject({ status: 'failed', failureCode, failure, result: null });

describe('a run for one account fails, in words,', () => {
  it('when there is no such account', () =>
    failed(single('nobody'), 'not_found', 'There is no account nobody. Check its id.'));

  it('when it does not need a CSM', () =>
    failed(single('B1'), 'not_routable', 'Booked (B1) does not need a CSM.'));

  it('when a recommendation for it waits', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { account: 'A1', csm: 'Ana', at: hoursAgo(1) },
    ]);
    await failed(
      single('A1'),
      'not_routable',
      'Acme (A1) already has a recommendation waiting in the queue. Decide that one first.',
    );
  });

  it('when it was just assigned', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { account: 'A1', csm: 'Ana', at: hoursAgo(1) },
    ]);
    await acceptRecommendation(
      desk.ctx,
      decisionRequest((await readQueue(desk.ctx)).rows[0]?.id ?? ''),
    );
    await failed(single('A1'), 'not_routable', 'Acme (A1) was already assigned to Ana.');
  });

  it('when it was ever assigned and nobody knows since when it needs a CSM', async () => {
    await upsertExternalAssignments(desk.warehouse, [
      { account: 'A1', csm: 'Ana', at: hoursAgo(9_000) },
    ]);
    await failed(single('A1'), 'not_routable', 'Acme (A1) was already assigned to Ana.');
  });

  it('when it was assigned at an unknown time', async () => {
    await upsertExternalAssignments(desk.warehouse, [{ account: 'A1', csm: 'Ana', at: null }]);
    await failed(single('A1'), 'not_routable', 'Acme (A1) was already assigned to Ana.');
  });

  it('but not when it was assigned before it began to need one', async () => {
    await upsertExternalAssignments(desk.warehouse, [
      { account: 'S1', csm: 'Ana', at: hoursAgo(11) },
    ]);
    expect(await single('S1')).toMatchObject({ status: 'succeeded', placed: 1 });
  });

  it('but not when what waits recommends nobody', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { account: 'A1', csm: null, at: hoursAgo(1) },
      { account: 'A1', csm: 'Ana', at: null },
    ]);
    expect((await readQueue(desk.ctx)).pending).toBe(0);
    expect(await single('A1')).toMatchObject({ status: 'succeeded', placed: 1 });
  });
});

describe('a batch fails, in words,', () => {
  const batch = () => runToCompletion(desk.ctx, wholeBatch);

  it('when no account needs a CSM', async () => {
    await desk.queryRows(
      "UPDATE CSM_ROUTING_ONBOARDING SET success_transition_status_ob = 'Complete'",
    );
    await failed(
      batch(),
      'not_routable',
      'No account needs a CSM right now, so there is nothing to recommend.',
    );
  });

  it('when all who need one wait for a decision already', async () => {
    await insertExternalRecommendations(desk.warehouse, [
      { account: 'A1', csm: 'Ana', at: hoursAgo(1) },
      { account: 'S1', csm: 'Ana', at: hoursAgo(1) },
    ]);
    await failed(
      batch(),
      'not_routable',
      'Every account that needs a CSM (2) already has a recommendation or an assignment.',
    );
  });

  it('when no CSM is active', async () => {
    await desk.queryRows('DELETE FROM resi_corp_active_csms');
    await failed(
      batch(),
      'no_active_csm',
      'No CSM is active, so nobody can receive an account. Check the list of active CSMs.',
    );
  });

  it('and another can be started at once', async () => {
    await failed(single('nobody'), 'not_found', 'There is no account nobody. Check its id.');
    expect(await batch()).toMatchObject({ status: 'succeeded' });
  });
});

describe('a run is not even started', () => {
  it.each([
    [{ mode: 'single', accountId: '' }, 'accountId: must name an account.'],
    [{ mode: 'single' }, 'accountId: must name an account.'],
    [{ mode: 'single', accountId: 'x'.repeat(51) }, 'accountId: can have at most 50 characters.'],
    [{ mode: 'batch', batchSize: 0 }, 'batchSize: must be at least 1.'],
    [{ mode: 'batch', batchSize: 501 }, 'batchSize: can be at most 500.'],
    [{ mode: 'batch', batchSize: 1.5 }, 'batchSize: must be a whole number.'],
    [{ mode: 'batch', batchSize: Number.NaN }, 'batchSize: must be a number.'],
    [{ mode: 'all' }, 'mode: must be single or batch.'],
  ])('for %o', async (input, message) => {
    const answer = await expectAppError(
      startRun(desk.ctx, input as Parameters<typeof startRun>[1]),
    );
    expect(answer).toMatchObject({ code: 'invalid_input', message });
    expect(await desk.queryRows('SELECT * FROM CSM_ROUTING_RUNS')).toEqual([]);
  });

  it('by a viewer, who may not cancel one either', async () => {
    const vi = desk.as('Vi', 'viewer');
    const { id } = await single('A1');
    expect((await expectAppError(startRun(vi, wholeBatch))).code).toBe('forbidden');
    expect((await expectAppError(cancelRun(vi, { runId: id }))).code).toBe('forbidden');
    expect((await getRun(vi, id)).status).toBe('succeeded');
  });
});

it('a run that is not known is not shown, and not cancelled', async () => {
  expect((await expectAppError(getRun(desk.ctx, "'; DROP"))).code).toBe('not_found');
  expect((await expectAppError(cancelRun(desk.ctx, { runId: 'x' }))).code).toBe('not_found');
  const { id } = await single('A1');
  expect(await expectAppError(cancelRun(desk.ctx, { runId: id }))).toMatchObject({
    code: 'invalid_input',
    message: 'The run had already ended, so there was nothing to cancel.',
  });
});
