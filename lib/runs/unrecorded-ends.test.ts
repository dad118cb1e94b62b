import { afterEach, expect, it, vi } from 'vitest';
import { runById } from '@/lib/warehouse/sql/runs';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { withStatementFaults } from '@/test/support/statement-faults';
import { getRunProgress, listRuns } from './read-runs';

const context = seededTestContext({ csms: [{ name: 'Ana' }], accounts: [{ id: 'A' }] });
afterEach(() => vi.useRealTimers());

it('a run whose failure cannot be recorded is shown as failed, and recorded once it can be', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { ctx, faultFrom } = withStatementFaults(context.ctx);
  // The first ones record the start.
  const fault = faultFrom(7, 'lost-before');
  const run = await runToCompletion({ ...ctx, now: context.now }, wholeBatch).catch(
    async () => (await listRuns(context.ctx, { page: 1, pageSize: 1 })).runs[0],
  );
  const failed = {
    status: 'failed',
    failureCode: 'warehouse_unavailable',
    failure: 'The connection was lost. Nothing was changed.',
  };
  expect(run).toMatchObject(failed);
  const id = run?.id ?? '';
  expect(await getRunProgress(context.ctx, id)).toMatchObject({ status: 'failed' });
  const stored = async () => (await context.warehouse.read(runById(id)))[0];
  expect(await stored()).toMatchObject({ status: 'running', failure: null });

  fault.cancel();
  await vi.advanceTimersByTimeAsync(5_000);
  await expect.poll(stored).toMatchObject(failed);
  expect(await runToCompletion(context.ctx, wholeBatch)).toMatchObject({ placed: 1 });
});
