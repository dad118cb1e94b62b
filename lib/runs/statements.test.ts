import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '@/lib/context';
import { type Desk, openDesk, refusalOf } from '@/lib/testing/desk';
import { runToTheEnd } from '@/lib/testing/desk-runs';
import { seedCompany } from '@/lib/testing/small-company';
import { gate, statementsOf, watched } from '@/lib/testing/watched';
import { cancelRun } from './cancel-run';
import { getRun } from './get-run';
import { listRuns } from './list-runs';
import { recoverRuns } from './recover-runs';
import { type StartRunInput, startRun } from './start-run';

const many = 200;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.clear();
  const numbers = Array.from({ length: many }, (_, n) => n);
  await seedCompany(desk.warehouse, {
    csms: numbers.map((n) => ({ name: `CSM ${n}` })),
    accounts: numbers.map((n) => ({ id: `A${n}` })),
  });
});

const sent = (work: (ctx: Context) => Promise<unknown>) => statementsOf(desk.ctx, work);
const run = (input: StartRunInput) =>
  sent(async (ctx) => {
    const { done } = await startRun(ctx, input);
    await done;
  });

const start = ['lock.take', 'runs.insert', 'COMMIT'];
const read = ['accounts.to-place', 'csms.standings'];
const end = ['runs.finish', 'COMMIT'];
const save = ['runs.finish', 'recommendations.insert', 'explanations.insert', 'COMMIT'];

// Each is a wait of tenths of a second on Snowflake: whoever adds one changes this on purpose.
describe('a run sends', () => {
  it.each([
    [1, { mode: 'single', accountId: 'A7' }],
    [1, { mode: 'batch', batchSize: 1 }],
    [many, { mode: 'batch', batchSize: many }],
  ] as const)('seven statements for %i account(s): %o', async (placed, input) => {
    expect(await run(input)).toEqual([...start, ...read, ...save]);
    const { runs } = await listRuns(desk.ctx, { page: 1, pageSize: 1 });
    expect(runs).toMatchObject([{ status: 'succeeded', placed, deferred: 0 }]);
  });

  it('no recommendations when it is dry, and none of anything when it fails', async () => {
    const dry = { mode: 'batch', batchSize: 5, dryRun: true } as const;
    expect(await run(dry)).toEqual([...start, ...read, ...end]);
    expect(await run({ mode: 'single', accountId: 'nobody' })).toEqual([...start, ...read, ...end]);
  });

  it('two more to begin once the run before has died with the lock', async () => {
    const dead = gate();
    const asleep = watched(desk.ctx, ({ name }) =>
      name === 'runs.save' ? dead.wait() : undefined,
    );
    const { done } = await startRun(asleep, { mode: 'batch', batchSize: 1 });
    await dead.reached;
    expect(await sent((ctx) => refusalOf(startRun(ctx, { mode: 'batch', batchSize: 1 })))).toEqual([
      'lock.take',
      'lock.take-expired',
      'runs.under-way',
      'ROLLBACK',
    ]);
    desk.pass(1);
    expect(await run({ mode: 'batch', batchSize: 1 })).toEqual([
      'lock.take',
      'lock.take-expired',
      'runs.fail-abandoned',
      'runs.insert',
      'COMMIT',
      ...read,
      ...save,
    ]);
    dead.open();
    await done;
  });

  it('one to be cancelled, and one to recover it', async () => {
    const held = gate();
    const slow = watched(desk.ctx, ({ name }) =>
      name === 'csms.standings' ? held.wait() : undefined,
    );
    const { runId, done } = await startRun(slow, { mode: 'batch', batchSize: 1 });
    expect(await sent((ctx) => cancelRun(ctx, { runId }))).toEqual(end);
    held.open();
    await done;
    expect(await sent(({ warehouse }) => recoverRuns(warehouse, desk.now()))).toEqual([
      'review-calls.end-lost',
      'runs.fail-abandoned',
      'COMMIT',
    ]);
  });
});

describe('reading runs sends', () => {
  it('one statement for the list, and one for a run', async () => {
    const { id } = await runToTheEnd(desk.ctx, { mode: 'batch', batchSize: 3 });
    expect(await sent((ctx) => listRuns(ctx, { page: 1, pageSize: 50 }))).toEqual(['runs.page']);
    expect(await sent((ctx) => getRun(ctx, id))).toEqual(['runs.by-id']);
  });
});
