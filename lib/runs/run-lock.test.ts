import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runInProgress } from '@/lib/warehouse/sql/runs';
import { seedCompany } from '@/test/support/company';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { createGate, withStatementSpy } from '@/test/support/statement-spy';
import { expectAppError, openTestContext, type TestContext } from '@/test/support/test-context';
import { withFalseRowCounts, withLostCommit } from '@/test/support/transaction-faults';
import { getActiveRun } from './active-runs';
import { cancelRun } from './cancel-run';
import { getRun } from './read-runs';
import { recoverRuns } from './run-lock';
import { startRun } from './start-run';

let desk: TestContext;
beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.clear();
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo' }],
    accounts: [{ id: 'A1' }, { id: 'A2' }],
  });
});

const recommended = () => desk.queryRows('SELECT * FROM CSM_ROUTING_RECOMMENDATIONS_CANNE');
const explained = () => desk.queryRows('SELECT * FROM CSM_ROUTING_EXPLANATIONS');
const underWay = async () => (await desk.warehouse.read(runInProgress())).map(({ id }) => id);

/** Starts a run that waits before the statement or transaction of this name. */
async function startHeld(name: string) {
  const held = createGate();
  const ctx = withStatementSpy(desk.ctx, (statement) => {
    if (statement.name === name) return held.wait();
  });
  const { runId, done } = await startRun(ctx, wholeBatch);
  await held.reached;
  return { runId, done, letGo: held.open };
}

describe('two runs at once', () => {
  it('started together: one runs, and the other is told whose', async () => {
    const held = createGate();
    const outcomes = await Promise.allSettled(
      ['Mia', 'Zoe', 'Kim', 'Lou'].map((name) =>
        startRun(
          withStatementSpy(desk.as(name, 'manager'), (statement) => {
            if (statement.name === 'accounts.to-place') return held.wait();
          }),
          wholeBatch,
        ),
      ),
    );
    held.open();
    const started = outcomes.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(started).toHaveLength(1);
    const { id, startedByName, startedAt } = await getRun(desk.ctx, started[0]?.runId ?? '');
    for (const each of outcomes) {
      if (each.status === 'fulfilled') continue;
      expect(each.reason).toMatchObject({
        code: 'run_in_progress',
        message: `${startedByName}’s run is under way. Wait for it to end, or cancel it.`,
        details: { runId: id, startedByName, startedAt },
      });
    }
    await started[0]?.done;
    expect(await recommended()).toHaveLength(2);
    expect(await desk.queryRows('SELECT * FROM CSM_ROUTING_RUNS')).toHaveLength(1);
    expect(await underWay()).toEqual([]);
  });

  it('are told apart while one is under way, and not afterwards', async () => {
    const first = await startHeld('accounts.to-place');
    expect((await expectAppError(startRun(desk.ctx, wholeBatch))).code).toBe('run_in_progress');
    first.letGo();
    await first.done;
    desk.advanceHours(5);
    const again = await runToCompletion(desk.ctx, wholeBatch);
    expect(again.failureCode).toBe('not_routable');
  });
});

describe('a run', () => {
  it('reports its stages one after the other', async () => {
    const { runId, done, letGo } = await startHeld('accounts.to-place');
    const seen: string[] = [getActiveRun(runId)?.progress.stage ?? ''];
    getActiveRun(runId)?.listeners.add(({ status, stage }) => seen.push(`${status} ${stage}`));
    expect(await getRun(desk.ctx, runId)).toMatchObject({ status: 'running', stage: 'reading' });
    letGo();
    await done;
    expect(seen).toEqual(['reading', 'running solving', 'running saving', 'succeeded saving']);
    expect(getActiveRun(runId)).toBeUndefined();
  });

  it.each(['accounts.to-place', 'runs.save'])(
    'cancelled before %s writes nothing and frees the way',
    async (name) => {
      const { runId, done, letGo } = await startHeld(name);
      await cancelRun(desk.as('Zoe', 'manager'), { runId });
      expect(await underWay()).toEqual([]);
      letGo();
      await done;
      expect(await getRun(desk.ctx, runId)).toMatchObject({
        status: 'cancelled',
        failureCode: 'cancelled',
        failure: 'Cancelled by Zoe. Nothing of it was saved.',
        result: null,
        placed: null,
      });
      expect([await recommended(), await explained()]).toEqual([[], []]);
      desk.advanceHours(1);
      expect(await runToCompletion(desk.ctx, wholeBatch)).toMatchObject({ placed: 2 });
    },
  );

  it('that fails while saving is recorded with its cause, and nothing of it is saved', async () => {
    await desk.queryRows('ALTER TABLE CSM_ROUTING_EXPLANATIONS RENAME TO hidden');
    try {
      const run = await runToCompletion(desk.ctx, wholeBatch);
      expect(run).toMatchObject({
        status: 'failed',
        stage: 'saving',
        failureCode: 'warehouse_missing',
        failure: expect.stringContaining('npm run setup'),
        placed: null,
        result: null,
      });
      expect(await recommended()).toEqual([]);
      expect(await underWay()).toEqual([]);
    } finally {
      await desk.queryRows('ALTER TABLE hidden RENAME TO CSM_ROUTING_EXPLANATIONS');
    }
  });
});

describe('where many write at once', () => {
  it('somebody who took the lock as another began is told so, and the other keeps it', async () => {
    const first = await startHeld('runs.save');
    const zoe = withFalseRowCounts(desk.as('Zoe', 'manager'), 'lock.take', 1);
    expect(await expectAppError(startRun(zoe, wholeBatch))).toMatchObject({
      code: 'run_in_progress',
      message: 'Mia Manager’s run is under way. Wait for it to end, or cancel it.',
      details: { runId: first.runId },
    });
    first.letGo();
    await first.done;
    expect(await getRun(desk.ctx, first.runId)).toMatchObject({ status: 'succeeded', placed: 2 });
  });

  it('somebody who took an expired lock as another did leaves the other’s run alone', async () => {
    const dead = await startHeld('runs.save');
    desk.advanceHours(1);
    const second = await startHeld('runs.save');
    const zoe = withFalseRowCounts(desk.as('Zoe', 'manager'), 'lock.take-expired', 1);
    expect(await expectAppError(startRun(zoe, wholeBatch))).toMatchObject({
      details: { runId: second.runId },
    });
    for (const run of [dead, second]) run.letGo();
    await Promise.all([dead.done, second.done]);
    expect(await getRun(desk.ctx, second.runId)).toMatchObject({ status: 'succeeded' });
    expect((await recommended()).map((row) => row.run_id)).toEqual([second.runId, second.runId]);
  });

  it('nobody hears of a commit and yet the run begins, ends and is saved once', async () => {
    const run = await runToCompletion(withLostCommit(desk.ctx), wholeBatch);
    expect(run).toMatchObject({ status: 'succeeded', placed: 2 });
    expect([await recommended(), await explained()]).toMatchObject([
      [{}, {}],
      [{}, {}],
    ]);
    expect(await desk.queryRows('SELECT * FROM CSM_ROUTING_RUNS')).toHaveLength(1);
    desk.advanceHours(1);
    expect(await runToCompletion(withLostCommit(desk.ctx), wholeBatch)).toMatchObject({
      status: 'failed',
      failureCode: 'not_routable',
    });
  });
});

describe('a run whose process stands still', () => {
  it('loses its lock once that expires, is recorded as interrupted and writes nothing', async () => {
    const asleep = await startHeld('runs.save');
    desk.advanceHours(1 / 120);
    expect((await expectAppError(startRun(desk.ctx, wholeBatch))).code).toBe('run_in_progress');
    desk.advanceHours(1);
    const second = await runToCompletion(desk.as('Zoe', 'manager'), wholeBatch);
    expect(second).toMatchObject({ status: 'succeeded', placed: 2 });
    asleep.letGo();
    await asleep.done;
    expect(await getRun(desk.ctx, asleep.runId)).toMatchObject({
      status: 'failed',
      failureCode: 'interrupted',
      failure: expect.stringContaining('start it again'),
    });
    expect((await recommended()).map((row) => row.run_id)).toEqual([second.id, second.id]);
    expect(await underWay()).toEqual([]);
  });

  it('is recorded as interrupted when the program starts again, and frees the way', async () => {
    const dead = await startHeld('runs.save');
    // The embedded warehouse is one process's; elsewhere the run may be another server's.
    if (desk.warehouse.kind !== 'duckdb') {
      expect(await recoverRuns(desk.warehouse, desk.now())).toBe(0);
      desk.advanceHours(1);
    }
    expect(await recoverRuns(desk.warehouse, desk.now())).toBe(1);
    expect(await recoverRuns(desk.warehouse, desk.now())).toBe(0);
    expect(await getRun(desk.ctx, dead.runId)).toMatchObject({ failureCode: 'interrupted' });
    expect(await runToCompletion(desk.ctx, wholeBatch)).toMatchObject({ placed: 2 });
    dead.letGo();
    await dead.done;
    expect(await recommended()).toHaveLength(2);
  });
});
