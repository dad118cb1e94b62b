import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '@/lib/server/context';
import { finishRun, insertRun } from '@/lib/warehouse/sql/runs';
import { seedCompany } from '@/test/support/company';
import { type TemporaryWarehouse, temporaryWarehouse } from '@/test/support/test-warehouse';
import { getActiveRun, launchRun } from './active-runs';
import { cancelRun } from './cancel-run';
import { followRun } from './follow-run';
import type { RunProgress } from './progress';
import { startRun } from './start-run';

const now = new Date('2026-03-02T09:00:00.000Z');
let temporary: TemporaryWarehouse;
let ctx: Context;

beforeEach(async () => {
  temporary = await temporaryWarehouse(now);
  ctx = {
    warehouse: temporary.warehouse,
    person: { email: 'mia@example.com', name: 'Mia Manager', role: 'manager' },
    now: () => now,
  };
  await seedCompany(ctx.warehouse, {
    csms: [{ name: 'Ana Diaz' }, { name: 'Bo Ek' }],
    accounts: [{ id: 'A-1' }, { id: 'A-2' }, { id: 'B-1', csm: 'Ana Diaz' }],
  });
});
afterEach(() => temporary.dispose());

const nobodyLeaves = () => new AbortController().signal;

async function collect(states: AsyncIterable<RunProgress>): Promise<string[]> {
  const told: string[] = [];
  for await (const { status, stage } of states) told.push(`${status} ${stage}`);
  return told;
}

async function record(id: string): Promise<void> {
  await ctx.warehouse.transaction('test.run', (session) =>
    session.write(
      insertRun({
        id,
        mode: 'batch',
        dryRun: false,
        accountId: null,
        batchSize: 2,
        by: ctx.person,
        at: now,
        policyVersion: 1,
      }),
    ),
  );
}

async function end(id: string): Promise<void> {
  await ctx.warehouse.transaction('test.run', (session) =>
    session.write(
      finishRun({
        id,
        status: 'succeeded',
        stage: 'saving',
        at: now,
        placed: 0,
        deferred: 0,
        failure: null,
        result: null,
      }),
    ),
  );
}

describe('following a run', () => {
  it('tells every stage of a run of this process and how it ended', async () => {
    const { runId, done } = await startRun(ctx, { mode: 'batch', batchSize: 2 });
    const told = await collect(followRun(ctx, runId, nobodyLeaves()));
    expect(told).toEqual([
      'running reading',
      'running solving',
      'running saving',
      'succeeded saving',
    ]);
    await done;
    expect(getActiveRun(runId)).toBeUndefined();
  });

  it('tells the end alone when the run had ended before', async () => {
    const { runId, done } = await startRun(ctx, { mode: 'batch', batchSize: 2, dryRun: true });
    await done;
    expect(await collect(followRun(ctx, runId, nobodyLeaves()))).toEqual(['succeeded saving']);
  });

  it('does not wait for a run that ends between its first state and the next', async () => {
    const { runId, done } = await startRun(ctx, { mode: 'batch', batchSize: 2 });
    const states = followRun(ctx, runId, nobodyLeaves());
    await states.next();
    await done;
    const rest = await collect(states);
    expect(rest.at(-1)).toBe('succeeded saving');
  });

  it('tells a cancellation as the warehouse has it', async () => {
    const { runId, done } = await startRun(ctx, { mode: 'batch', batchSize: 2 });
    const states = followRun(ctx, runId, nobodyLeaves());
    await states.next();
    await cancelRun(ctx, { runId });
    expect((await collect(states)).at(-1)).toMatch(/^cancelled /);
    await done;
  });

  it('looks up a run of another process until it ends', async () => {
    await record('elsewhere');
    const states = followRun(ctx, 'elsewhere', nobodyLeaves());
    expect((await states.next()).value).toMatchObject({ status: 'running', stage: 'reading' });
    await end('elsewhere');
    expect(await collect(states)).toEqual(['succeeded saving']);
  });

  it('knows no run that never was', async () => {
    await expect(followRun(ctx, 'nowhere', nobodyLeaves()).next()).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('ends at once and listens no longer when whoever follows has left', async () => {
    await record('endless');
    const run = launchRun(
      'endless',
      ({ signal }) => new Promise((stop) => signal.addEventListener('abort', () => stop())),
    );
    const leaving = new AbortController();
    const states = followRun(ctx, 'endless', leaving.signal);
    await states.next();
    const waiting = states.next();
    leaving.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(run.listeners.size).toBe(0);
    run.controller.abort();
    await run.done;
  });

  it('ends at once for a run of another process, too', async () => {
    await record('elsewhere');
    const leaving = new AbortController();
    const states = followRun(ctx, 'elsewhere', leaving.signal);
    await states.next();
    const waiting = states.next();
    leaving.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('tells a run as failed whose end could not be written', async () => {
    await record('silent');
    const run = launchRun('silent', () => Promise.resolve());
    expect((await collect(followRun(ctx, 'silent', nobodyLeaves()))).at(-1)).toBe('failed reading');
    await run.done;
  });
});
