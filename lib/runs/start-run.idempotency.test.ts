import { beforeEach, describe, expect, it } from 'vitest';
import { runToCompletion } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { createGate, withStatementSpy } from '@/test/support/statement-spy';
import { withLostCommit } from '@/test/support/transaction-faults';
import { listRunsFrom } from './read-runs';
import { type StartRunInput, startRun } from './start-run';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }],
  accounts: [{ id: 'A1' }, { id: 'A2' }],
});

const one: StartRunInput = { mode: 'batch', batchSize: 1, review: 'off' };
const start = async (idempotencyKey: string, input: StartRunInput = one, ctx = context.ctx) => {
  const { runId, done } = await startRun(ctx, input, { idempotencyKey });
  await done;
  return runId;
};
const recommended = () =>
  context.queryRows('SELECT account_id FROM CSM_ROUTING_RECOMMENDATIONS_CANNE');
const lockHolder = () =>
  context.queryRows(`SELECT holder FROM CSM_ROUTING_LOCKS WHERE name = 'run'`);

describe('an idempotency key', () => {
  it('returns the first run, however much later, and places nothing again', async () => {
    const first = await start('nightly');
    context.advanceHours(24 * 30);
    expect(await start('nightly')).toBe(first);
    // Omitting a default is the same input.
    expect(
      await start('nightly', { mode: 'batch', batchSize: 1, dryRun: false, review: 'off' }),
    ).toBe(first);
    expect(await recommended()).toHaveLength(1);
  });

  it('starts one run when several attempts arrive at the same time', async () => {
    const attempts = Array.from({ length: 5 }, () =>
      startRun(context.ctx, one, { idempotencyKey: 'at once' }),
    );
    const runs = await Promise.all(attempts);
    await Promise.all(runs.map(({ done }) => done));
    expect(new Set(runs.map(({ runId }) => runId)).size).toBe(1);
    expect(await recommended()).toHaveLength(1);
  });

  it('leaves the lock to the first run when a late attempt finds it free', async () => {
    const held = createGate();
    const late = withStatementSpy(context.ctx, (statement) => {
      if (statement.name === 'runs.start') return held.wait();
    });
    const attempt = start('late', one, late);
    await held.reached;
    const first = await start('late');
    const before = await lockHolder();
    held.open();
    expect(await attempt).toBe(first);
    expect(await lockHolder()).toEqual(before);
    expect(await recommended()).toHaveLength(1);
  });

  it('returns the first run while it is still in progress', async () => {
    const held = createGate();
    const slow = withStatementSpy(context.ctx, (statement) => {
      if (statement.name === 'accounts.to-route') return held.wait();
    });
    const first = await startRun(slow, one, { idempotencyKey: 'slow' });
    const again = await startRun(context.ctx, one, { idempotencyKey: 'slow' });
    expect(again.runId).toBe(first.runId);
    await expect(startRun(context.ctx, one, { idempotencyKey: 'other' })).rejects.toMatchObject({
      code: 'run_in_progress',
    });
    held.open();
    await Promise.all([first.done, again.done]);
  });

  it('finds the run of a start whose commit got no response', async () => {
    const first = await start('lost', one, withLostCommit(context.ctx));
    expect(await start('lost')).toBe(first);
    expect(await recommended()).toHaveLength(1);
  });

  it('with other input is refused and starts nothing', async () => {
    const runId = await start('nightly');
    await expect(start('nightly', { ...one, batchSize: 2 })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
      message: expect.stringContaining(`belongs to run ${runId}`),
    });
    expect(await recommended()).toHaveLength(1);
  });

  it('of another person starts a run of its own', async () => {
    const first = await start('nightly');
    expect(await start('nightly', one, context.as('Zoe', 'manager'))).not.toBe(first);
    expect(await recommended()).toHaveLength(2);
  });

  it('returns the first refresh, which left nothing stale', async () => {
    await start('place');
    context.advanceHours(48);
    const refresh = { mode: 'refresh', review: 'off' } as const;
    const first = await start('refresh', refresh);
    expect(await start('refresh', refresh)).toBe(first);
  });

  it.each([['', 'x'.repeat(201), 'tab\t', 'é']].flat())('cannot be %j', async (key) => {
    await expect(start(key)).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'Idempotency-Key: must have 1 to 200 printable ASCII characters.',
    });
  });
});

describe('the list of runs for scripts', () => {
  beforeEach(async () => {
    for (let count = 0; count < 3; count += 1) {
      context.advanceHours(1);
      await runToCompletion(context.ctx, { ...one, dryRun: true });
    }
  });

  it('has every run once, newest first, in parts', async () => {
    const first = await listRunsFrom(context.as('Vic', 'viewer'), { limit: '2' });
    const second = await listRunsFrom(context.ctx, { limit: '2', cursor: first.next });
    const runs = [...first.runs, ...second.runs];
    expect(first.runs).toHaveLength(2);
    expect(second.next).toBeNull();
    const ids = runs.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    expect(runs[0]).toMatchObject({
      status: 'succeeded',
      mode: 'batch',
      placed: 1,
      deferred: 0,
      dryRun: true,
      startedByName: 'Mia Manager',
      startedAt: context.now(),
      rolledBackAt: null,
    });
  });

  it.each([
    { limit: '0' },
    { limit: '201' },
    { limit: 'x' },
    { cursor: "1.x' OR" },
    { cursor: 'next' },
    { status: 'failed' },
  ])('refuses %j', async (input) => {
    await expect(listRunsFrom(context.ctx, input)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
