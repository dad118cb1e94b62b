import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { log } from '@/lib/server/log';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { PlannedSnowflakeFault, SnowflakeFault } from '@/test/snowflake/faults';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { openSnowflakeContext, type SnowflakeTestContext } from '@/test/snowflake/test-context';
import { seedCompany } from '@/test/support/company';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { hoursAgo } from '@/test/support/test-context';
import { getActiveRun } from './active-runs';
import { getRun } from './read-runs';
import { startRun } from './start-run';

// The SDK waits for seconds before it asks again.
vi.setConfig({ testTimeout: 180_000 });
// What a run could not record it logs, a few hundred lines of which nobody would read here.
log.level = 'silent';

let server: SnowflakeServer;
beforeAll(async () => {
  server = await startSnowflakeServer();
});
afterAll(() => server.close());

/** Two accounts that wait, and two CSMs who have not received any yet. */
async function somethingToPlace(desk: SnowflakeTestContext, round: number): Promise<void> {
  const names = [`${round}a`, `${round}b`];
  await seedCompany(desk.warehouse, {
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

/** Every run, with what it wrote; also of recommendations that are no run's. */
async function written({ warehouse }: SnowflakeTestContext) {
  return warehouse.read(
    query(
      'test.written',
      sql`SELECT COALESCE(u.run_id, r.run_id) AS run_id, COALESCE(u.status, 'no run') AS status,
  MAX(u.placed) AS placed, COUNT(r.recommendation_id) AS recommended,
  COUNT(e.recommendation_id) AS explained
FROM ${t.runs} AS u
FULL OUTER JOIN ${t.recommendations} AS r ON r.run_id = u.run_id
LEFT JOIN ${t.explanations} AS e ON e.recommendation_id = r.recommendation_id
GROUP BY 1, 2`,
      writtenRow,
    ),
  );
}

/** Nothing is half-written: a run that succeeded has all it placed, any other nothing. */
async function isWhole(desk: SnowflakeTestContext, at: string): Promise<void> {
  for (const { status, placed, recommended, explained } of await written(desk)) {
    const expected = status === 'succeeded' ? placed : 0;
    expect([recommended, explained], `${at}, a run that ${status}`).toEqual([expected, expected]);
  }
}

/** Fewer statements than this would mean that the faults did not meet the run at all. */
const fewest = 6;
const most = 20;

/** Runs once for each of a run's statements, with a fault planned for that statement. */
async function atEachStatement(
  plan: (desk: SnowflakeTestContext, position: number) => PlannedSnowflakeFault,
  check: (desk: SnowflakeTestContext, fault: PlannedSnowflakeFault, round: number) => Promise<void>,
): Promise<void> {
  const desk = await openSnowflakeContext(server);
  let positions = 0;
  for (let n = 0; n < most; n++) {
    await somethingToPlace(desk, n);
    const fault = plan(desk, n);
    await check(desk, fault, n + 1);
    await isWhole(desk, `statement ${n + 1}`);
    if (fault.hits === 0) break;
    positions++;
  }
  expect(positions).toBeGreaterThanOrEqual(fewest);
  expect(positions).toBeLessThan(most);
  await desk.close();
}

describe.concurrent('a run is made once and whole', () => {
  it.each<[string, SnowflakeFault]>([
    ['the connection is cut before', 'drop-before'],
    ['the connection is cut instead of the answer to', 'drop-after-executing'],
    ['Snowflake answers 503 to', 'answer-503'],
    ['the token has expired at', 'expire-session'],
    ['the session is gone at', 'end-session'],
    ['the session ends with the answer to', 'end-after-executing'],
  ])('where %s any one of its statements', async (_, happening) => {
    await atEachStatement(
      (desk, position) => desk.faultAtStatement(position, happening),
      async (desk, fault, round) => {
        const { runId, done } = await startRun(desk.ctx, wholeBatch);
        const followed = getActiveRun(runId);
        await done;
        const run = await getRun(desk.ctx, runId);
        fault.cancel();
        expect(followed?.progress.status, `statement ${round}`).toBe('succeeded');
        expect(run, `statement ${round}`).toMatchObject({
          status: 'succeeded',
          placed: 2,
          failure: null,
        });
        desk.advanceHours(0.01);
      },
    );
  });
});

describe.concurrent('a run is told as failed, leaves nothing half, and the next one goes well', () => {
  const error = (code: string, sqlState: string) => ({
    error: { code, sqlState, message: code },
  });

  it.each<[string, SnowflakeFault]>([
    ['every session is gone', 'end-session'],
    ['locks are held', error('000625', '57014')],
    ['the role lacks a privilege', error('003001', '42501')],
  ])('where %s from any one of its statements on', async (_, happening) => {
    await atEachStatement(
      (desk, position) => desk.faultFromStatement(position, happening),
      async (desk, fault, round) => {
        const at = `statement ${round}`;
        const outcome = await runToCompletion(desk.ctx, wholeBatch).catch(
          (thrown: unknown) => thrown,
        );
        fault.cancel();
        if (fault.hits > 0) {
          const message = expect.stringMatching(/Nothing was changed|not known whether/);
          expect(outcome, at).toMatchObject({ message });
        }
        await isWhole(desk, at);
        // What could not even be recorded as failed is found by the next run, once its lock is over.
        desk.advanceHours(1);
        await runToCompletion(desk.ctx, wholeBatch);
        const placed = (await written(desk)).reduce((sum, run) => sum + (run.placed ?? 0), 0);
        expect(placed, at).toBe(2 * round);
        desk.advanceHours(1);
      },
    );
  });
});
