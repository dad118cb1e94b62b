import { afterEach, expect, it } from 'vitest';
import { signalShutdown, workFinished } from '@/lib/server/shutdown-signal';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { createGate, withStatementSpy } from '@/test/support/statement-spy';
import { getRun } from './read-runs';
import { startRun } from './start-run';

const context = seededTestContext({ csms: [{ name: 'Ana' }], accounts: [{ id: 'A' }] });
afterEach(() => {
  // The next process has another signal.
  delete (globalThis as { [key: symbol]: unknown })[Symbol.for('csm-routing.shutdown')];
});

/** Starts a run that waits before the statement or transaction of this name. */
async function startHeld(name: string) {
  const held = createGate();
  const ctx = withStatementSpy(context.ctx, (statement) =>
    statement.name === name ? held.wait() : undefined,
  );
  const { runId } = await startRun(ctx, wholeBatch);
  await held.reached;
  return { runId, release: held.open };
}

it('a shutdown ends a run that is not being saved yet, which can be started again', async () => {
  const { runId, release } = await startHeld('accounts.to-route');
  signalShutdown();
  release();
  await workFinished();
  expect(await getRun(context.ctx, runId)).toMatchObject({
    status: 'failed',
    failureCode: 'interrupted',
    failure: 'The program stopped during this run. Nothing was saved. Start it again.',
    placed: null,
  });
  expect(await runToCompletion(context.ctx, wholeBatch)).toMatchObject({ placed: 1 });
});

it('a shutdown lets a run finish that is being saved', async () => {
  const { runId, release } = await startHeld('runs.finish');
  signalShutdown();
  release();
  await workFinished();
  expect(await getRun(context.ctx, runId)).toMatchObject({ status: 'succeeded', placed: 1 });
});
