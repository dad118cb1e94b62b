import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { finishRun, insertRun } from '@/lib/warehouse/sql/runs';
import { seedCompany } from '@/test/support/company';
import { createGate, withStatementSpy } from '@/test/support/statement-spy';
import { expectAppError, openTestContext, type TestContext } from '@/test/support/test-context';
import { getActiveRun, launchRun } from './active-runs';
import { cancelRun } from './cancel-run';
import type { RunProgress } from './progress';
import { getRunProgress } from './read-runs';
import { startRun } from './start-run';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(async () => {
  await context.clear();
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ana Diaz' }, { name: 'Bo Ek' }],
    accounts: [{ id: 'A-1' }, { id: 'A-2' }],
  });
});

const batch = { mode: 'batch', batchSize: 2 } as const;
const summarize = ({ status, stage }: RunProgress) => `${status} ${stage}`;

/** Records a run as another process would. */
async function insertRunOfOtherProcess(id: string): Promise<void> {
  const { person: by, now } = context.ctx;
  await context.warehouse.transaction('test.insert-run', (session) =>
    session.write(
      insertRun({
        id,
        by,
        mode: 'batch',
        dryRun: false,
        accountId: null,
        batchSize: 2,
        at: now(),
        policyVersion: 1,
      }),
    ),
  );
}

/** Records the end of a run as another process would. */
async function finishRunOfOtherProcess(id: string): Promise<void> {
  await context.warehouse.transaction('test.finish-run', (session) =>
    session.write(
      finishRun({
        id,
        status: 'succeeded',
        stage: 'saving',
        at: context.now(),
        placed: 0,
        deferred: 0,
        failure: null,
        result: null,
      }),
    ),
  );
}

describe('getRunProgress', () => {
  it('returns each stage of a run in this process, and how it ended', async () => {
    const gates = new Map(
      ['accounts.to-route', 'runs.save'].map((name) => [name, createGate()] as const),
    );
    const ctx = withStatementSpy(context.ctx, ({ name }) => gates.get(name)?.wait());
    const { runId, done } = await startRun(ctx, batch);
    await gates.get('accounts.to-route')?.reached;
    expect(summarize(await getRunProgress(context.ctx, runId))).toBe('running reading');
    gates.get('accounts.to-route')?.open();
    await gates.get('runs.save')?.reached;
    expect(summarize(await getRunProgress(context.ctx, runId))).toBe('running saving');
    gates.get('runs.save')?.open();
    await done;
    expect(getActiveRun(runId)).toBeUndefined();
    expect(await getRunProgress(context.ctx, runId)).toEqual({
      runId,
      status: 'succeeded',
      stage: 'saving',
    });
  });

  it('returns the cancellation of a run in this process', async () => {
    const { runId, done } = await startRun(context.ctx, batch);
    await cancelRun(context.ctx, { runId });
    await done;
    expect((await getRunProgress(context.ctx, runId)).status).toBe('cancelled');
  });

  it('reads the run of another process from the warehouse', async () => {
    await insertRunOfOtherProcess('elsewhere');
    expect(summarize(await getRunProgress(context.ctx, 'elsewhere'))).toBe('running reading');
    await finishRunOfOtherProcess('elsewhere');
    expect(summarize(await getRunProgress(context.ctx, 'elsewhere'))).toBe('succeeded saving');
  });

  it('reports a run as failed when its failure could not be recorded', async () => {
    await insertRunOfOtherProcess('unrecorded');
    const gate = createGate();
    const { done } = launchRun('unrecorded', async ({ report }) => {
      report({ status: 'failed', stage: 'reading' });
      await gate.wait();
    });
    await gate.reached;
    expect(summarize(await getRunProgress(context.ctx, 'unrecorded'))).toBe('failed reading');
    gate.open();
    await done;
  });

  it('throws not_found for an unknown run', async () => {
    expect((await expectAppError(getRunProgress(context.ctx, 'unknown'))).code).toBe('not_found');
  });
});
