import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runInProgress } from '@/lib/warehouse/sql/runs';
import { seedCompany } from '@/test/support/company';
import { abandonRuns, forgetRuns, runToCompletion, wholeBatch } from '@/test/support/runs';
import { createGate, withStatementSpy } from '@/test/support/statement-spy';
import { expectAppError, openTestContext, type TestContext } from '@/test/support/test-context';
import { withFalseRowCounts, withLostCommit } from '@/test/support/transaction-faults';
import { getActiveRun } from './active-runs';
import { cancelRun } from './cancel-run';
import type { RunProgress } from './progress';
import { getRun } from './read-runs';
import { recoverRuns } from './run-lock';
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

const recommended = () => context.queryRows('SELECT * FROM CSM_ROUTING_RECOMMENDATIONS_CANNE');
const explained = () => context.queryRows('SELECT * FROM CSM_ROUTING_EXPLANATIONS');
const runsInProgress = async () =>
  (await context.warehouse.read(runInProgress())).map(({ id }) => id);

/** Starts a run that is held before the statement or transaction of this name. */
async function startHeld(name: string, onProgress?: (progress: RunProgress) => void) {
  const held = createGate();
  const ctx = withStatementSpy(context.ctx, (statement) => {
    if (statement.name === name) return held.wait();
  });
  const { runId, done } = await startRun(ctx, wholeBatch, { onProgress });
  await held.reached;
  return { runId, done, release: held.open };
}

describe('concurrent runs', () => {
  it('lets exactly one of several concurrent starts win and tells the others whose run it is', async () => {
    const held = createGate();
    const outcomes = await Promise.allSettled(
      ['Mia', 'Zoe', 'Kim', 'Lou'].map((name) =>
        startRun(
          withStatementSpy(context.as(name, 'manager'), (statement) => {
            if (statement.name === 'accounts.to-route') return held.wait();
          }),
          wholeBatch,
        ),
      ),
    );
    held.open();
    const started = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(started).toHaveLength(1);
    const { id, startedByName, startedAt } = await getRun(context.ctx, started[0]?.runId ?? '');
    for (const each of outcomes) {
      if (each.status === 'fulfilled') continue;
      expect(each.reason).toMatchObject({
        code: 'run_in_progress',
        message: `${startedByName}’s run is in progress. Wait for it to finish, or cancel it.`,
        details: { runId: id, startedByName, startedAt },
      });
    }
    await started[0]?.done;
    expect(await recommended()).toHaveLength(2);
    expect(await context.queryRows('SELECT * FROM CSM_ROUTING_RUNS')).toHaveLength(1);
    expect(await runsInProgress()).toEqual([]);
  });

  it('are rejected while a run is in progress, and accepted after it ends', async () => {
    const first = await startHeld('accounts.to-route');
    expect((await expectAppError(startRun(context.ctx, wholeBatch))).code).toBe('run_in_progress');
    first.release();
    await first.done;
    context.advanceHours(5);
    const again = await runToCompletion(context.ctx, wholeBatch);
    expect(again.failureCode).toBe('not_routable');
  });
});

describe('a run', () => {
  it('reports its stages in order', async () => {
    const progress: string[] = [];
    const { runId, done, release } = await startHeld('accounts.to-route', ({ status, stage }) =>
      progress.push(`${status} ${stage}`),
    );
    expect(await getRun(context.ctx, runId)).toMatchObject({ status: 'running', stage: 'reading' });
    release();
    await done;
    expect(progress).toEqual([
      'running reading',
      'running solving',
      'running saving',
      'succeeded saving',
    ]);
    expect(getActiveRun(runId)).toBeUndefined();
  });

  it.each(['accounts.to-route', 'runs.save'])(
    'writes nothing and releases the lock when canceled before %s',
    async (name) => {
      const { runId, done, release } = await startHeld(name);
      await cancelRun(context.as('Zoe', 'manager'), { runId });
      expect(await runsInProgress()).toEqual([]);
      release();
      await done;
      expect(await getRun(context.ctx, runId)).toMatchObject({
        status: 'cancelled',
        failureCode: 'cancelled',
        failure: 'Canceled by Zoe. Nothing was saved.',
        result: null,
        placed: null,
      });
      expect([await recommended(), await explained()]).toEqual([[], []]);
      context.advanceHours(1);
      expect(await runToCompletion(context.ctx, wholeBatch)).toMatchObject({ placed: 2 });
    },
  );

  it('records the cause and saves nothing when saving fails', async () => {
    const hide = 'ALTER TABLE CSM_ROUTING_EXPLANATIONS RENAME TO hidden';
    const failing = withStatementSpy(context.ctx, async ({ name, kind }) => {
      if (name === 'runs.save' && kind === 'begin') await context.queryRows(hide);
    });
    try {
      const run = await runToCompletion(failing, wholeBatch);
      expect(run).toMatchObject({
        status: 'failed',
        stage: 'saving',
        failureCode: 'warehouse_missing',
        failure: expect.stringContaining('npm run setup'),
        placed: null,
        result: null,
      });
      expect(await recommended()).toEqual([]);
      expect(await runsInProgress()).toEqual([]);
    } finally {
      await context.queryRows('ALTER TABLE hidden RENAME TO CSM_ROUTING_EXPLANATIONS');
    }
  });
});

describe('a start under wrong row counts or a lost commit', () => {
  it('is rejected when another run took the lock first, and that run keeps it', async () => {
    const first = await startHeld('runs.save');
    const zoe = withFalseRowCounts(context.as('Zoe', 'manager'), 'lock.acquire', 1);
    expect(await expectAppError(startRun(zoe, wholeBatch))).toMatchObject({
      code: 'run_in_progress',
      message: 'Mia Manager’s run is in progress. Wait for it to finish, or cancel it.',
      details: { runId: first.runId },
    });
    first.release();
    await first.done;
    expect(await getRun(context.ctx, first.runId)).toMatchObject({
      status: 'succeeded',
      placed: 2,
    });
  });

  it('is rejected when another run took the expired lock first, and that run continues', async () => {
    const dead = await startHeld('runs.save');
    await abandonRuns(context);
    const second = await startHeld('runs.save');
    forgetRuns();
    const zoe = withFalseRowCounts(context.as('Zoe', 'manager'), 'lock.acquire-expired', 1);
    expect(await expectAppError(startRun(zoe, wholeBatch))).toMatchObject({
      details: { runId: second.runId },
    });
    for (const run of [dead, second]) run.release();
    await Promise.all([dead.done, second.done]);
    expect(await getRun(context.ctx, second.runId)).toMatchObject({ status: 'succeeded' });
    expect((await recommended()).map((row) => row.run_id)).toEqual([second.runId, second.runId]);
  });

  it('starts, ends, and saves the run once when commits lose their response', async () => {
    const run = await runToCompletion(withLostCommit(context.ctx), wholeBatch);
    expect(run).toMatchObject({ status: 'succeeded', placed: 2 });
    expect([await recommended(), await explained()]).toMatchObject([
      [{}, {}],
      [{}, {}],
    ]);
    expect(await context.queryRows('SELECT * FROM CSM_ROUTING_RUNS')).toHaveLength(1);
    context.advanceHours(1);
    expect(await runToCompletion(withLostCommit(context.ctx), wholeBatch)).toMatchObject({
      status: 'failed',
      failureCode: 'not_routable',
    });
  });
});

describe('a run whose process hangs', () => {
  it('is recorded as interrupted and writes nothing after its lock expires', async () => {
    const asleep = await startHeld('runs.save');
    forgetRuns();
    expect((await expectAppError(startRun(context.ctx, wholeBatch))).code).toBe('run_in_progress');
    await abandonRuns(context);
    const second = await runToCompletion(context.as('Zoe', 'manager'), wholeBatch);
    expect(second).toMatchObject({ status: 'succeeded', placed: 2 });
    asleep.release();
    await asleep.done;
    expect(await getRun(context.ctx, asleep.runId)).toMatchObject({
      status: 'failed',
      failureCode: 'interrupted',
      failure: expect.stringContaining('Start it again'),
    });
    expect((await recommended()).map((row) => row.run_id)).toEqual([second.id, second.id]);
    expect(await runsInProgress()).toEqual([]);
  });

  it('is recorded as interrupted and releases the lock when a process starts', async () => {
    const dead = await startHeld('runs.save');
    // On Snowflake, the run may belong to another server until its lock expires.
    if (context.warehouse.kind !== 'duckdb') {
      expect(await recoverRuns(context.warehouse, context.now())).toBe(0);
      await abandonRuns(context);
    }
    expect(await recoverRuns(context.warehouse, context.now())).toBe(1);
    expect(await recoverRuns(context.warehouse, context.now())).toBe(0);
    expect(await getRun(context.ctx, dead.runId)).toMatchObject({ failureCode: 'interrupted' });
    expect(await runToCompletion(context.ctx, wholeBatch)).toMatchObject({ placed: 2 });
    dead.release();
    await dead.done;
    expect(await recommended()).toHaveLength(2);
  });
});
