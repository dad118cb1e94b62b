import { expect, it } from 'vitest';
import { auditedBy } from '@/test/support/audit';
import { abandonRuns, runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { createGate, withStatementSpy } from '@/test/support/statement-spy';
import { withLostCommit } from '@/test/support/transaction-faults';
import { cancelRun } from './cancel-run';
import { recoverRuns } from './run-lock';
import { startRun } from './start-run';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }],
  accounts: [{ id: 'A1' }, { id: 'A2' }],
});

const audited = (work: () => Promise<unknown>) => auditedBy(context, work);
const mia = 'mia.manager@example.com';

/** Starts a run that is held before it reads, and returns how to let it go on. */
async function startHeld() {
  const held = createGate();
  const ctx = withStatementSpy(context.ctx, ({ name }) =>
    name === 'accounts.to-route' ? held.wait() : undefined,
  );
  const { runId, done } = await startRun(ctx, wholeBatch);
  await held.reached;
  return {
    runId,
    async finish() {
      held.open();
      await done;
    },
  };
}

it('a run is recorded when it starts and when it ends, with what it was asked for and what it placed', async () => {
  const entries = await audited(() =>
    runToCompletion(context.ctx, { mode: 'batch', batchSize: 5, maxPerRun: 1 }),
  );
  expect(entries).toEqual([
    {
      action: 'run.started',
      actor: mia,
      subject: expect.stringMatching(/^\d{8}_/),
      details: {
        mode: 'batch',
        dryRun: false,
        accountId: null,
        batchSize: 5,
        policyVersion: 1,
        maxPerRun: 1,
      },
    },
    {
      action: 'run.ended',
      actor: mia,
      subject: entries[0]?.subject,
      details: { status: 'succeeded', placed: 2, deferred: 0 },
    },
  ]);
});

it('a run whose start or end is sent again after a lost response is recorded once', async () => {
  const entries = await audited(() => runToCompletion(withLostCommit(context.ctx), wholeBatch));
  expect(entries.map(({ action }) => action)).toEqual(['run.started', 'run.ended']);
});

it('a failed run is recorded with the reason', async () => {
  const unknown = { mode: 'single', accountId: 'nobody' } as const;
  const [, ended] = await audited(() => runToCompletion(context.ctx, unknown));
  expect(ended).toMatchObject({
    action: 'run.ended',
    details: { status: 'failed', code: 'not_found', message: expect.any(String) },
  });
});

it('a canceled run is recorded once, with who canceled it', async () => {
  const zoe = context.as('Zoe', 'manager');
  const { runId, finish } = await startHeld();
  const entries = await audited(async () => {
    await cancelRun(zoe, { runId });
    await finish();
  });
  expect(entries).toEqual([
    { action: 'run.canceled', subject: runId, actor: zoe.person.email, details: {} },
  ]);
});

it('a run that a dead process left is recorded as interrupted, by the program', async () => {
  const { runId, finish } = await startHeld();
  expect(await audited(() => recoverRuns(context.warehouse, context.now()))).toEqual([
    {
      action: 'run.ended',
      subject: runId,
      actor: 'program',
      details: { status: 'failed', code: 'interrupted' },
    },
  ]);
  expect(await audited(finish)).toEqual([]);
});

it('the next run records one that lost its lock as interrupted', async () => {
  const { runId, finish } = await startHeld();
  await abandonRuns(context);
  const entries = await audited(() => runToCompletion(context.ctx, wholeBatch));
  expect(entries.slice(0, 2)).toMatchObject([
    { action: 'run.ended', subject: runId, actor: 'program', details: { code: 'interrupted' } },
    { action: 'run.started' },
  ]);
  await finish();
});
