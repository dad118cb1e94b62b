import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { abandonRuns, runToCompletion, wholeBatch } from '@/test/support/runs';
import {
  type FaultyContext,
  type PlannedStatementFault,
  type StatementFault,
  withStatementFaults,
} from '@/test/support/statement-faults';
import { hoursAgo, openTestContext, type TestContext } from '@/test/support/test-context';
import { getActiveRun } from './active-runs';
import { getRun } from './read-runs';
import { startRun } from './start-run';

/** With fewer statements than this, the faults would have missed the run. */
const MIN_STATEMENTS = 6;
const MAX_STATEMENTS = 20;

let context: TestContext;
const { level } = log;
beforeAll(async () => {
  context = await openTestContext();
  // A run logs what it could not record: a few hundred lines here.
  log.level = 'silent';
});
afterAll(async () => {
  log.level = level;
  await context.close();
});
beforeEach(() => context.clear());

/** Two accounts that need a CSM, and two CSMs who have not received any yet. */
async function seedRound(round: number): Promise<void> {
  const names = [`${round}a`, `${round}b`];
  await seedCompany(context.warehouse, {
    csms: names.map((name) => ({ name: `CSM ${name}` })),
    accounts: names.map((name) => ({ id: `Account ${name}`, since: hoursAgo(1) })),
  });
}

const writtenRow = z.object({
  run_id: z.string(),
  status: z.string(),
  placed: z.number().nullable(),
  recommended: z.number(),
  explained: z.number(),
});

/** Every run with what it wrote, including recommendations without a run. */
async function written() {
  return context.warehouse.read(
    query({
      name: 'test.written',
      tables: ['runs', 'recommendations', 'explanations'],
      row: writtenRow,
      sql: sql`SELECT COALESCE(u.run_id, r.run_id) AS run_id, COALESCE(u.status, 'no run') AS status,
  MAX(u.placed) AS placed, COUNT(r.recommendation_id) AS recommended,
  COUNT(e.recommendation_id) AS explained
FROM ${t.runs} AS u
FULL OUTER JOIN ${t.recommendations} AS r ON r.run_id = u.run_id
LEFT JOIN ${t.explanations} AS e ON e.recommendation_id = r.recommendation_id
GROUP BY 1, 2`,
    }),
  );
}

/** A run that succeeded wrote everything it placed. Any other run wrote nothing. */
async function expectWholeRuns(at: string): Promise<void> {
  for (const { status, placed, recommended, explained } of await written()) {
    const expected = status === 'succeeded' ? placed : 0;
    expect([recommended, explained], `${at}, a run that ${status}`).toEqual([expected, expected]);
  }
}

/** Runs once for each of a run's statements, with a fault planned for that statement. */
async function atEachStatement(
  plan: (faulty: FaultyContext, position: number) => PlannedStatementFault,
  check: (faulty: FaultyContext, fault: PlannedStatementFault, round: number) => Promise<void>,
): Promise<void> {
  const faulty = withStatementFaults(context.ctx);
  let statements = 0;
  for (let n = 0; n < MAX_STATEMENTS; n++) {
    await seedRound(n);
    const fault = plan(faulty, n);
    await check(faulty, fault, n + 1);
    await expectWholeRuns(`statement ${n + 1}`);
    if (fault.hits === 0) break;
    statements++;
  }
  expect(statements).toBeGreaterThanOrEqual(MIN_STATEMENTS);
  expect(statements).toBeLessThan(MAX_STATEMENTS);
}

it.each<[string, StatementFault]>([
  ['before', 'lost-before'],
  ['after', 'lost-after'],
])('saves a run once and completely if the session is lost %s any statement', async (_, fault) => {
  await atEachStatement(
    ({ faultAt }, position) => faultAt(position, fault),
    async ({ ctx }, planned, round) => {
      const { runId, done } = await startRun(ctx, wholeBatch);
      const followed = getActiveRun(runId);
      await done;
      planned.cancel();
      const run = await getRun(context.ctx, runId);
      expect(followed?.progress.status, `statement ${round}`).toBe('succeeded');
      expect(run, `statement ${round}`).toMatchObject({
        status: 'succeeded',
        placed: 2,
        failure: null,
      });
      context.advanceHours(0.01);
    },
  );
});

it.each<[string, StatementFault]>([
  ['every session is lost', 'lost-before'],
  ['the warehouse fails', new AppError('warehouse_busy', 'Nothing was changed.')],
])('saves nothing if %s from any statement on, and the next run succeeds', async (_, fault) => {
  await atEachStatement(
    ({ faultFrom }, position) => faultFrom(position, fault),
    async ({ ctx }, planned, round) => {
      const at = `statement ${round}`;
      const outcome = await runToCompletion(ctx, wholeBatch).catch((thrown: unknown) => thrown);
      planned.cancel();
      if (planned.hits > 0) {
        expect(outcome, at).toMatchObject({
          message: expect.stringMatching(/Nothing was changed/),
        });
      }
      await expectWholeRuns(at);
      // The next run finds one that could not be recorded as failed, once its lock has expired.
      await abandonRuns(context);
      context.advanceHours(1);
      await runToCompletion(ctx, wholeBatch);
      const placed = (await written()).reduce((sum, run) => sum + (run.placed ?? 0), 0);
      expect(placed, at).toBe(2 * round);
      context.advanceHours(1);
    },
  );
});
