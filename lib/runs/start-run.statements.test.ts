import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '@/lib/server/context';
import { MAX_STATEMENT_BYTES, statementBytes } from '@/lib/warehouse/sql/shared/statement-size';
import type { Command } from '@/lib/warehouse/types';
import { seedCompany } from '@/test/support/company';
import { abandonRuns, runToCompletion } from '@/test/support/runs';
import { createGate, recordStatements, withStatementSpy } from '@/test/support/statement-spy';
import {
  expectAppError,
  hoursAgo,
  openTestContext,
  type TestContext,
} from '@/test/support/test-context';
import { cancelRun } from './cancel-run';
import { getRun, listRuns } from './read-runs';
import { recoverRuns } from './run-lock';
import { type StartRunInput, startRun } from './start-run';

const many = 200;

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(async () => {
  await context.clear();
  const numbers = Array.from({ length: many }, (_, n) => n);
  await seedCompany(context.warehouse, {
    csms: numbers.map((n) => ({ name: `CSM ${n}` })),
    accounts: numbers.map((n) => ({ id: `A${n}` })),
  });
});

const sent = (work: (ctx: Context) => Promise<unknown>) => recordStatements(context.ctx, work);
const run = (input: StartRunInput) =>
  sent(async (ctx) => {
    const { done } = await startRun(ctx, input);
    await done;
  });

const audit = ['audit.move-head', 'audit.append'];
const start = ['runs.newest-time', 'lock.acquire', 'runs.insert', ...audit, 'COMMIT'];
const several = ['audit.lock-head', 'audit.head', 'audit.set-head', 'audit.append-several'];
const read = ['accounts.to-route'];
const end = ['runs.finish', ...audit, 'COMMIT'];
const saveDryRun = ['runs.finish', 'run-inputs.insert', ...audit, 'COMMIT'];
const save = [
  'runs.finish',
  'run-inputs.insert',
  'recommendations.insert',
  'explanations.insert',
  'read-model.recommendations',
  ...audit,
  'COMMIT',
];

// Each statement takes tenths of a second on Snowflake, so adding one must be deliberate.
describe('the statements of a run', () => {
  it.each([
    [1, { mode: 'single', accountId: 'A7' }],
    [1, { mode: 'batch', batchSize: 1 }],
    [many, { mode: 'batch', batchSize: many }],
  ] as const)('are thirteen for %i account(s): %o', async (placed, input) => {
    expect(await run(input)).toEqual([...start, ...read, ...save]);
    const { runs } = await listRuns(context.ctx, { page: 1, pageSize: 1 });
    expect(runs).toMatchObject([{ status: 'succeeded', placed, deferred: 0 }]);
  });

  it('are two more for 500 accounts, because Snowflake accepts 1 MB per statement', async () => {
    const numbers = Array.from({ length: 520 }, (_, n) => n);
    await seedCompany(context.warehouse, {
      csms: numbers.map((n) => ({
        name: `Alexandra Montgomery-Whitfield ${n}`,
        tenureMonths: n,
        awayUntil: n < 500 ? null : hoursAgo(-100),
      })),
      accounts: numbers.map((n) => ({ id: `001Hs00003${n}XYZ`, neediness: n / 52, health: 99.5 })),
    });
    const written: Command[] = [];
    const spied = withStatementSpy(context.ctx, ({ command }) => {
      if (command) written.push(command);
    });
    const input = { mode: 'batch', batchSize: 500 } as const;
    expect(await recordStatements(spied, (ctx) => runToCompletion(ctx, input))).toEqual([
      ...start,
      ...read,
      'runs.finish',
      'run-inputs.insert',
      'recommendations.insert',
      'explanations.insert',
      'explanations.insert',
      'explanations.insert',
      'read-model.recommendations',
      ...audit,
      'COMMIT',
      'runs.by-id',
    ]);
    const sizes = written.map(statementBytes);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_STATEMENT_BYTES);
    expect(sizes.reduce((sum, bytes) => sum + bytes)).toBeGreaterThan(1_900_000);
    const [stored] = await context.queryRows(`SELECT COUNT(DISTINCT e.account_id) AS explained
      FROM CSM_ROUTING_EXPLANATIONS e JOIN CSM_ROUTING_RECOMMENDATIONS_CANNE USING (recommendation_id)`);
    expect(Number(stored?.explained)).toBe(500);
  });

  it('omit recommendations for a dry run, and all results for a failed run', async () => {
    const dry = { mode: 'batch', batchSize: 5, dryRun: true } as const;
    expect(await run(dry)).toEqual([...start, ...read, ...saveDryRun]);
    expect(await run({ mode: 'single', accountId: 'nobody' })).toEqual([...start, ...read, ...end]);
  });

  it('include a few more at the start after a run died holding the lock', async () => {
    const dead = createGate();
    const asleep = withStatementSpy(context.ctx, ({ name }) =>
      name === 'runs.save' ? dead.wait() : undefined,
    );
    const { done } = await startRun(asleep, { mode: 'batch', batchSize: 1 });
    await dead.reached;
    expect(
      await sent((ctx) => expectAppError(startRun(ctx, { mode: 'batch', batchSize: 1 }))),
    ).toEqual(['runs.newest-time', 'lock.acquire', 'runs.in-progress', 'ROLLBACK']);
    await abandonRuns(context);
    expect(await run({ mode: 'batch', batchSize: 1 })).toEqual([
      'runs.newest-time',
      'lock.acquire',
      'runs.in-progress',
      'lock.acquire-expired',
      'runs.fail-abandoned',
      'runs.interrupted-at',
      'runs.insert',
      ...several,
      'COMMIT',
      ...read,
      ...save,
    ]);
    dead.open();
    await done;
  });

  it('are three to cancel it, and one to recover none', async () => {
    const held = createGate();
    const slow = withStatementSpy(context.ctx, ({ name }) =>
      name === 'accounts.to-route' ? held.wait() : undefined,
    );
    const { runId, done } = await startRun(slow, { mode: 'batch', batchSize: 1 });
    expect(await sent((ctx) => cancelRun(ctx, { runId }))).toEqual(end);
    held.open();
    await done;
    expect(await sent(({ warehouse }) => recoverRuns(warehouse, context.now()))).toEqual([
      'review-calls.fail-interrupted',
      'runs.fail-abandoned',
      'COMMIT',
    ]);
  });
});

describe('reading runs', () => {
  it('takes one statement for the list and one for a run', async () => {
    const { id } = await runToCompletion(context.ctx, { mode: 'batch', batchSize: 3 });
    expect(await sent((ctx) => listRuns(ctx, { page: 1, pageSize: 50 }))).toEqual(['runs.page']);
    expect(await sent((ctx) => getRun(ctx, id))).toEqual(['runs.by-id']);
  });
});
