import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '@/lib/server/context';
import { HOUR_MS } from '@/lib/time';
import { seedCompany } from '@/test/support/company';
import { abandonRuns, forgetRuns, runToCompletion, wholeBatch } from '@/test/support/runs';
import { createGate, withStatementSpy } from '@/test/support/statement-spy';
import { expectAppError, openTestContext, type TestContext } from '@/test/support/test-context';
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
    csms: [{ name: 'Ana' }, { name: 'Bo' }],
    accounts: [{ id: 'A1' }, { id: 'A2' }],
  });
});

/** Another server, whose clock is ahead by some hours, or behind if negative. */
const server = (hoursAhead: number): Context => ({
  ...context.as('Zoe', 'manager'),
  now: () => new Date(context.now().getTime() + hoursAhead * HOUR_MS),
});

/** Starts a run that waits before it is saved. */
async function startHeld(ctx: Context) {
  const held = createGate();
  const slow = withStatementSpy(ctx, ({ name }) =>
    name === 'runs.save' ? held.wait() : undefined,
  );
  const { runId, done } = await startRun(slow, wholeBatch);
  await held.reached;
  const finish = async () => {
    held.open();
    await done;
    return getRun(context.ctx, runId);
  };
  return { runId, finish };
}

const recommended = () =>
  context.queryRows(
    'SELECT account_id, run_id FROM CSM_ROUTING_RECOMMENDATIONS_CANNE ORDER BY account_id',
  );
const each = (runId: string) => ['A1', 'A2'].map((account_id) => ({ account_id, run_id: runId }));

describe('a run in progress keeps its lock and is saved once', () => {
  it.each([
    ['an hour forward', 1],
    ['a day forward', 24],
    ['an hour back', -1],
    ['a day back', -24],
  ])('when the clock is set %s', async (_, hours) => {
    const { runId, finish } = await startHeld(context.ctx);
    context.advanceHours(hours);
    expect(await expectAppError(startRun(context.ctx, wholeBatch))).toMatchObject({
      code: 'run_in_progress',
      message: 'Mia Manager’s run is in progress. Wait for it to finish, or cancel it.',
      details: { runId },
    });
    expect(await finish()).toMatchObject({ status: 'succeeded', placed: 2 });
    expect(await recommended()).toEqual(each(runId));
  });

  it.each([24, -24])('from another server whose clock differs by %i hours', async (hours) => {
    const { runId, finish } = await startHeld(context.ctx);
    forgetRuns();
    expect(await expectAppError(startRun(server(hours), wholeBatch))).toMatchObject({
      code: 'run_in_progress',
      details: { runId },
    });
    expect(await finish()).toMatchObject({ status: 'succeeded', placed: 2 });
    expect(await recommended()).toEqual(each(runId));
  });

  it('when the machine’s clock jumps, so that the embedded warehouse takes the lock for expired', async () => {
    const { runId, finish } = await startHeld(context.ctx);
    await context.queryRows(
      `UPDATE CSM_ROUTING_LOCKS SET expires_at = DATEADD('hour', -1, expires_at)`,
    );
    expect(await expectAppError(startRun(context.ctx, wholeBatch))).toMatchObject({
      code: 'run_in_progress',
      details: { runId },
    });
    expect(await finish()).toMatchObject({ status: 'succeeded', placed: 2 });
  });
});

describe('a run whose server died is recorded as interrupted by the next start', () => {
  it.each([24, -24])('even if that server’s clock differed by %i hours', async (hours) => {
    const { runId, finish } = await startHeld(server(hours));
    await abandonRuns(context);
    const next = await runToCompletion(context.ctx, wholeBatch);
    expect(next).toMatchObject({ status: 'succeeded', placed: 2 });
    expect(await getRun(context.ctx, runId)).toMatchObject({
      status: 'failed',
      failureCode: 'interrupted',
      failure: 'The program stopped during this run. Nothing was saved. Start it again.',
    });
    await finish();
    expect(await recommended()).toEqual(each(next.id));
  });
});
