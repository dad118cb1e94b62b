import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedCompany } from '@/test/support/company';
import { acceptRecommendation } from '@/test/support/decisions';
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

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(async () => {
  await context.clear();
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ana' }],
    accounts: [
      { id: 'A1', name: 'Acme' },
      { id: 'S1', name: 'Since', since: hoursAgo(10) },
      { id: 'B1', name: 'Booked', csm: 'Ana' },
    ],
  });
});

const single = (accountId: string) => runToCompletion(context.ctx, { mode: 'single', accountId });
const failed = async (run: ReturnType<typeof single>, failureCode: string, failure: string) =>
  expect(await run).toMatchObject({ status: 'failed', failureCode, failure, result: null });

describe('a single run', () => {
  it('fails for an unknown account', () =>
    failed(single('nobody'), 'not_found', 'Account nobody does not exist. Check the id.'));

  it('fails for an account that does not need a CSM', () =>
    failed(single('B1'), 'not_routable', 'Booked (B1) does not need a CSM.'));

  it('fails for an account with a pending recommendation', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { account: 'A1', csm: 'Ana', at: hoursAgo(1) },
    ]);
    await failed(
      single('A1'),
      'not_routable',
      'Acme (A1) already has a pending recommendation. Decide that one first.',
    );
  });

  it('fails for an account that was just assigned', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { account: 'A1', csm: 'Ana', at: hoursAgo(1) },
    ]);
    await acceptRecommendation(
      context.ctx,
      decisionRequest((await readQueue(context.ctx)).rows[0]?.id ?? ''),
    );
    await failed(single('A1'), 'not_routable', 'Acme (A1) was already assigned to Ana.');
  });

  it('fails for an account that was ever assigned, when it is unknown since when it needs a CSM', async () => {
    await upsertExternalAssignments(context.warehouse, [
      { account: 'A1', csm: 'Ana', at: hoursAgo(9_000) },
    ]);
    await failed(single('A1'), 'not_routable', 'Acme (A1) was already assigned to Ana.');
  });

  it('fails for an account that was assigned at an unknown time', async () => {
    await upsertExternalAssignments(context.warehouse, [{ account: 'A1', csm: 'Ana', at: null }]);
    await failed(single('A1'), 'not_routable', 'Acme (A1) was already assigned to Ana.');
  });

  it('places an account that was assigned before it started to need a CSM', async () => {
    await upsertExternalAssignments(context.warehouse, [
      { account: 'S1', csm: 'Ana', at: hoursAgo(11) },
    ]);
    expect(await single('S1')).toMatchObject({ status: 'succeeded', placed: 1 });
  });

  it('ignores pending recommendations without a CSM or a time', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { account: 'A1', csm: null, at: hoursAgo(1) },
      { account: 'A1', csm: 'Ana', at: null },
    ]);
    expect((await readQueue(context.ctx)).pending).toBe(0);
    expect(await single('A1')).toMatchObject({ status: 'succeeded', placed: 1 });
  });
});

describe('a batch', () => {
  const batch = () => runToCompletion(context.ctx, wholeBatch);

  it('fails when no account needs a CSM', async () => {
    await context.queryRows(
      "UPDATE CSM_ROUTING_ONBOARDING SET success_transition_status_ob = 'Complete'",
    );
    await failed(batch(), 'not_routable', 'No account needs a CSM right now.');
  });

  it('fails when every account that needs a CSM has a pending recommendation', async () => {
    await insertExternalRecommendations(context.warehouse, [
      { account: 'A1', csm: 'Ana', at: hoursAgo(1) },
      { account: 'S1', csm: 'Ana', at: hoursAgo(1) },
    ]);
    await failed(
      batch(),
      'not_routable',
      'Every account that needs a CSM (2) already has a recommendation or an assignment.',
    );
  });

  it('fails when no CSM is active', async () => {
    await context.queryRows('DELETE FROM resi_corp_active_csms');
    await failed(
      batch(),
      'no_active_csm',
      'No CSM is active, so no account can be placed. Check the list of active CSMs.',
    );
  });

  it('can start right after a run has failed', async () => {
    await failed(single('nobody'), 'not_found', 'Account nobody does not exist. Check the id.');
    expect(await batch()).toMatchObject({ status: 'succeeded' });
  });
});

describe('startRun', () => {
  it.each([
    [{ mode: 'single', accountId: '' }, 'accountId: must name an account.'],
    [{ mode: 'single' }, 'accountId: must name an account.'],
    [{ mode: 'single', accountId: 'x'.repeat(51) }, 'accountId: can have at most 50 characters.'],
    [{ mode: 'batch', batchSize: 0 }, 'batchSize: must be at least 1.'],
    [{ mode: 'batch', batchSize: 501 }, 'batchSize: can be at most 500.'],
    [{ mode: 'batch', batchSize: 1.5 }, 'batchSize: must be a whole number.'],
    [{ mode: 'batch', batchSize: Number.NaN }, 'batchSize: must be a number.'],
    [{ mode: 'all' }, 'mode: must be single, batch, or refresh.'],
  ])('rejects %o as invalid input', async (input, message) => {
    const error = await expectAppError(
      startRun(context.ctx, input as Parameters<typeof startRun>[1]),
    );
    expect(error).toMatchObject({ code: 'invalid_input', message });
    expect(await context.queryRows('SELECT * FROM CSM_ROUTING_RUNS')).toEqual([]);
  });

  it('forbids viewers to start or cancel a run', async () => {
    const vi = context.as('Vi', 'viewer');
    const { id } = await single('A1');
    expect((await expectAppError(startRun(vi, wholeBatch))).code).toBe('forbidden');
    expect((await expectAppError(cancelRun(vi, { runId: id }))).code).toBe('forbidden');
    expect((await getRun(vi, id)).status).toBe('succeeded');
  });
});

it('getRun and cancelRun throw not_found for an unknown run, and cancelRun rejects an ended one', async () => {
  expect((await expectAppError(getRun(context.ctx, "'; DROP"))).code).toBe('not_found');
  expect((await expectAppError(cancelRun(context.ctx, { runId: 'x' }))).code).toBe('not_found');
  const { id } = await single('A1');
  expect(await expectAppError(cancelRun(context.ctx, { runId: id }))).toMatchObject({
    code: 'invalid_input',
    message: 'The run has already ended.',
  });
});
