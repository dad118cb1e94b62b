import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { routeAccounts } from '@/lib/engine/route-accounts';
import type { RoutingProblem } from '@/lib/engine/types';
import { makeProblem, randomProblem } from '@/test/engine/builders';
import { runJob } from './run-job';

/** Takes seconds to solve. */
const LARGE = randomProblem(1_500, 1_500, 1);

const started: Worker[] = [];
const recordStart = (thread: Worker) => started.push(thread);

// Each test starts without a thread, so that it can hold on to the one that runs its job.
beforeEach(async () => {
  await stopIdleThread();
  process.on('worker', recordStart);
});
afterEach(() => {
  process.off('worker', recordStart);
  started.length = 0;
});

async function stopIdleThread(): Promise<void> {
  const idle = (globalThis as { csmRoutingThreads?: { idle: Worker[] } }).csmRoutingThreads?.idle;
  await Promise.all((idle ?? []).map((thread) => thread.terminate()));
}

describe('runJob', () => {
  it('solves a run as on the main thread, with explanations as text', async () => {
    const problem = randomProblem(30, 20, 1);
    const direct = routeAccounts(problem);
    if (direct.status !== 'solved') throw new Error('not solved');
    expect(await runJob('solveRun', problem)).toEqual({
      ...direct,
      input: expect.any(String),
      placements: direct.placements.map(({ explanation, ...placement }) => ({
        ...placement,
        color: explanation.color,
        explanation: JSON.stringify(explanation),
      })),
    });
  });

  it('leaves the main thread free while it solves', async () => {
    let isSolved = false;
    const solving = runJob('solveRun', randomProblem(300, 300, 1)).finally(() => {
      isSolved = true;
    });
    await once(process, 'worker');
    let turns = 0;
    for (; !isSolved; turns++) await new Promise(setImmediate);
    await solving;
    expect(turns).toBeGreaterThan(100);
  });

  it('uses one thread for one job after another', async () => {
    for (let n = 0; n < 3; n++) await runJob('solveRun', makeProblem());
    expect(started).toHaveLength(1);
  });

  it('stops within 100 ms when it is canceled, and the next job works', async () => {
    const controller = new AbortController();
    const solving = runJob('solveRun', LARGE, { signal: controller.signal });
    const [thread] = (await once(process, 'worker')) as [Worker];
    await once(thread, 'online');
    const exited = once(thread, 'exit');
    const canceledAt = performance.now();
    controller.abort();
    await expect(solving).rejects.toMatchObject({ code: 'cancelled' });
    await exited;
    expect(performance.now() - canceledAt).toBeLessThan(100);
    expect(await runJob('solveRun', makeProblem())).toMatchObject({ status: 'solved' });
  });

  it('starts nothing for a signal that is already aborted', async () => {
    const signal = AbortSignal.abort();
    await expect(runJob('solveRun', makeProblem(), { signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(started).toHaveLength(0);
  });

  it('reports a function that throws, and keeps its thread', async () => {
    const broken = { ...makeProblem(), csms: null } as unknown as RoutingProblem;
    await expect(runJob('solveRun', broken)).rejects.toMatchObject({
      code: 'unexpected',
      message: expect.stringContaining('The calculation stopped unexpectedly'),
      cause: expect.any(TypeError),
    });
    await runJob('solveRun', makeProblem());
    expect(started).toHaveLength(1);
  });

  it('reports a thread that dies, and starts another for the next job', async () => {
    const solving = runJob('solveRun', LARGE);
    const [thread] = (await once(process, 'worker')) as [Worker];
    await once(thread, 'online');
    await Promise.all([
      expect(solving).rejects.toMatchObject({ code: 'unexpected' }),
      thread.terminate(),
    ]);
    expect(await runJob('solveRun', makeProblem())).toMatchObject({ status: 'solved' });
    expect(started).toHaveLength(2);
  });

  it('replaces an idle thread that dies', async () => {
    await runJob('solveRun', makeProblem());
    await started[0]?.terminate();
    await runJob('solveRun', makeProblem());
    expect(started).toHaveLength(2);
  });

  it('runs more jobs than threads, and a canceled one keeps none waiting', async () => {
    const controller = new AbortController();
    const solve = (n: number) =>
      runJob('solveRun', randomProblem(20, 20, n), n % 3 === 0 ? controller : {});
    const results = Promise.allSettled(Array.from({ length: 12 }, (_, n) => solve(n)));
    controller.abort();
    expect((await results).map(({ status }) => status)).toEqual(
      Array.from({ length: 12 }, (_, n) => (n % 3 === 0 ? 'rejected' : 'fulfilled')),
    );
  });

  it('does not keep the process alive after its job', () => {
    const { status, stdout, signal } = spawnSync(
      process.execPath,
      ['--conditions=react-server', '--import', 'tsx', 'test/processes/solve-once.ts'],
      { encoding: 'utf8', timeout: 30_000 },
    );
    expect({ status, signal, stdout }).toEqual({ status: 0, signal: null, stdout: 'solved\n' });
  });
});
