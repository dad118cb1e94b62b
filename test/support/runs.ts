import { readDeferrals } from '@/lib/read-model/run-deferrals';
import { getRun, type Run } from '@/lib/runs/read-runs';
import { type StartRunInput, startRun } from '@/lib/runs/start-run';
import type { Context } from '@/lib/server/context';
import { insertReviews, type NewReview, writeFeedback } from '@/lib/warehouse/sql/reviews';
import { runById } from '@/lib/warehouse/sql/runs';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import { allTables, tableNames } from '@/lib/warehouse/tables';
import type { Warehouse } from '@/lib/warehouse/types';
import { monday, type TestContext } from './test-context';

/** Starts a run, waits until it ends, and returns it. */
export async function runToCompletion(ctx: Context, input: StartRunInput): Promise<Run> {
  const { runId, done } = await startRun(ctx, input);
  await done;
  return getRun(ctx, runId);
}

/** Makes this process forget its runs, and their lock expire: as if another process had died a minute ago. */
export async function abandonRuns({ queryRows }: Pick<TestContext, 'queryRows'>): Promise<void> {
  forgetRuns();
  await queryRows(`UPDATE ${tableNames.locks} SET expires_at = DATEADD('hour', -1, expires_at)`);
}

/** Makes the reviews in progress expire: as if their deadline had passed. */
export async function expireReviews({ queryRows }: Pick<TestContext, 'queryRows'>): Promise<void> {
  await queryRows(
    `UPDATE ${tableNames.reviewCalls} SET expires_at = DATEADD('day', -2, expires_at)`,
  );
}

/** Makes this process forget its runs, which continue: as if they belonged to another process. */
export function forgetRuns(): void {
  (globalThis as { csmRoutingRuns?: Map<string, unknown> }).csmRoutingRuns?.clear();
}

/** Stores a run as earlier versions did: its first 500 deferred accounts with its result, and no others. */
export async function storeAsEarlierRun({ warehouse }: TestContext, runId: string): Promise<void> {
  const [row] = await warehouse.read(runById(runId));
  const { reasons: _, ...result } = JSON.parse(row?.result ?? '{}');
  const deferrals = await readDeferrals(warehouse, runId, { from: 0, to: 500 });
  const binds = [
    JSON.stringify({ ...result, deferrals }),
    JSON.stringify(deferrals.map(({ accountId }) => accountId)),
    runId,
  ];
  await warehouse.transaction('test.earlier-run', async (session) => {
    await session.write({
      name: 'test.earlier-run',
      tables: allTables,
      binds,
      sql: `UPDATE ${tableNames.runs} SET result = ?, deferred_accounts = ? WHERE run_id = ?`,
    });
    await session.write({
      name: 'test.earlier-run',
      tables: allTables,
      binds: [runId],
      sql: `DELETE FROM ${tableNames.runDeferrals} WHERE run_id = ?`,
    });
  });
}

/** A batch large enough for all accounts of a test. */
export const wholeBatch: StartRunInput = { mode: 'batch', batchSize: 500 };

/** A stored review. Only the recommendation and verdict are required. */
export type TestReview = Pick<NewReview, 'recommendationId' | 'verdict'> &
  Partial<NewReview> & { readonly at?: Date };

/** Inserts reviews as the review of a run does, including the feedback unless the review is hidden. */
export async function insertTestReviews(
  warehouse: Warehouse,
  reviews: readonly TestReview[],
): Promise<void> {
  await warehouse.transaction('test.review', async (session) => {
    for (const [index, { at = monday, ...given }] of reviews.entries()) {
      const review: NewReview = {
        id: `w-${at.getTime()}-${index}`,
        accountId: `of ${given.recommendationId}`,
        confidence: 80,
        feedback: `Claude’s ${given.verdict}.`,
        issues: [],
        suggestedCsm: null,
        droppedSuggestion: null,
        hidden: false,
        ...given,
      };
      const origin = { callId: 'c', runId: 'r', model: 'claude-test', promptVersion: 1, at };
      await writeAll(session, insertReviews(origin, [review]));
      if (!review.hidden) await writeAll(session, writeFeedback([review]));
    }
  });
}
