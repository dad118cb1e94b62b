import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { getRunReview } from '@/lib/reviews/get-run-review';
import { collectBatches } from '@/lib/reviews/poll-batches';
import { signalShutdown, workFinished } from '@/lib/server/shutdown-signal';
import { requestedAccounts } from '@/test/support/claude-reviews';
import { setUpReviewContext } from '@/test/support/review-context';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { createGate, withStatementSpy } from '@/test/support/statement-spy';
import { getRun } from './read-runs';
import { startReview } from './start-review';
import { startRun } from './start-run';

const setup = setUpReviewContext();
afterEach(startNextProcess);

/** The next process has another signal. */
function startNextProcess(): void {
  delete (globalThis as { [key: symbol]: unknown })[Symbol.for('csm-routing.shutdown')];
}

/** Shuts the process down and starts the next one. `release` lets what was held go on meanwhile. */
async function restart(release = () => {}): Promise<void> {
  signalShutdown();
  release();
  await workFinished();
  startNextProcess();
}

/** Starts a run of one account that waits before the statement or transaction of this name. */
async function startHeld(name: string) {
  await setup.seed(1);
  const held = createGate();
  const ctx = withStatementSpy(setup.context.ctx, (statement) =>
    statement.name === name ? held.wait() : undefined,
  );
  const { runId } = await startRun(ctx, wholeBatch);
  await held.reached;
  return { runId, release: held.open };
}

const recommended = async () =>
  (await setup.context.queryRows('SELECT account_id FROM CSM_ROUTING_RECOMMENDATIONS_CANNE'))
    .length;

/** The failure codes of a run's ends in the audit trail. */
async function recordedEnds(runId: string): Promise<unknown[]> {
  const entries = await setup.context.queryRows(
    `SELECT details FROM CSM_ROUTING_AUDIT WHERE action = 'run.ended' AND subject = '${runId}'`,
  );
  return entries.map(({ details }) => JSON.parse(String(details)).code);
}

const interrupted = {
  status: 'failed',
  failureCode: 'interrupted',
  failure: 'The program stopped during this run. Nothing was saved. Start it again.',
  placed: null,
};

it('a shutdown ends a run that is not being saved yet, which can be started again', async () => {
  const { runId, release } = await startHeld('accounts.to-route');
  await restart(release);
  expect(await getRun(setup.ctx, runId)).toMatchObject(interrupted);
  expect(await runToCompletion(setup.context.ctx, wholeBatch)).toMatchObject({ placed: 1 });
});

/** Makes a thread that never ends its calculation the next one that solves a run. */
function holdSolver() {
  const thread = new Worker(
    `require('node:worker_threads').parentPort.on('message', () => { for (;;); })`,
    { eval: true },
  );
  const solving = new Promise<void>((resolve) => {
    const { postMessage } = thread;
    thread.postMessage = (message) => {
      postMessage.call(thread, message);
      resolve();
    };
  });
  const { csmRoutingThreads } = globalThis as { csmRoutingThreads?: { idle: Worker[] } };
  csmRoutingThreads?.idle.push(thread);
  return { solving, stopped: once(thread, 'exit') };
}

it('a shutdown stops the solver, saves nothing of its run, and keeps no lock', async () => {
  await setup.seed(3);
  const { solving, stopped } = holdSolver();
  const { runId } = await startRun(setup.context.ctx, wholeBatch);
  await solving;
  await restart();
  await stopped;
  expect(await getRun(setup.ctx, runId)).toMatchObject({ ...interrupted, stage: 'solving' });
  expect(await recommended()).toBe(0);
  expect(await recordedEnds(runId)).toEqual(['interrupted']);
  expect(await runToCompletion(setup.context.ctx, wholeBatch)).toMatchObject({ placed: 3 });
  expect(await recommended()).toBe(3);
});

it('a shutdown lets a run finish that is being saved', async () => {
  const { runId, release } = await startHeld('runs.finish');
  await restart(release);
  expect(await getRun(setup.ctx, runId)).toMatchObject({ status: 'succeeded', placed: 1 });
});

it('a shutdown during a review keeps the run, what Claude has reviewed, and its tokens; the rest can be reviewed again', async () => {
  await setup.seed(3);
  const held = setup.claude.faults.plan({
    when: ({ kind, body }) =>
      kind === 'message' && requestedAccounts(body as never)[0]?.account_id !== 'N-001',
    do: 'hold',
    times: 2,
  });
  const { runId } = await startRun(setup.ctx, wholeBatch);
  await held.reached;
  await restart();
  expect(await getRun(setup.ctx, runId)).toMatchObject({ status: 'succeeded', placed: 3 });
  const stopped = await getRunReview(setup.ctx, runId);
  expect(stopped).toMatchObject({
    call: {
      failureCode: 'interrupted',
      failure: 'The review was stopped before it finished.',
      requested: 3,
      reviewed: 1,
    },
    counts: { recommendations: 3, unreviewed: 2 },
  });
  expect(stopped.spent.input).toBeGreaterThan(0);

  held.cancel();
  setup.claude.clearRequests();
  const { done } = await startReview(setup.ctx, { runId });
  await done;
  expect(setup.claude.requests('message')).toHaveLength(2);
  expect(await getRunReview(setup.ctx, runId)).toMatchObject({
    call: { status: 'done', failure: null, reviewed: 2 },
    counts: { recommendations: 3, unreviewed: 0 },
  });
});

it('a shutdown before a batch was submitted blocks no other batch', async () => {
  await setup.seed(2);
  const held = setup.claude.faults.plan({
    when: ({ kind }) => kind === 'batch-create',
    do: 'hold',
  });
  const { runId } = await startRun(setup.ctx, { ...wholeBatch, review: 'batch' });
  await held.reached;
  await restart();
  expect((await getRunReview(setup.ctx, runId)).call).toMatchObject({
    status: 'failed',
    failureCode: 'interrupted',
  });
  const { done } = await startReview(setup.ctx, { runId, review: 'batch' });
  await done;
  await collectBatches(setup.ctx);
  await collectBatches(setup.ctx);
  expect(await getRunReview(setup.ctx, runId)).toMatchObject({
    call: { status: 'done', reviewed: 2 },
    counts: { unreviewed: 0 },
  });
});
