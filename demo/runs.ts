import sql from 'sql-template-tag';
import { z } from 'zod';
import { explanationSchema } from '@/lib/read-model/explanation-schema';
import { insertRunWithLock } from '@/lib/runs/run-lock';
import { newRunId, type StartRunInput, startRun } from '@/lib/runs/start-run';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import type { Person } from '@/lib/server/auth/person';
import { finishRun } from '@/lib/warehouse/sql/runs';
import { id, text } from '@/lib/warehouse/sql/shared/columns';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import { reviewWithSamples } from './sample-reviews';
import { contextAt, type OpenRecommendation, type Simulation } from './simulation';

const recommendationRow = z
  .object({ recommendation_id: id, account_id: text, explanation: text })
  .transform((row) => ({
    id: row.recommendation_id,
    accountId: row.account_id,
    explanation: explanationSchema.parse(JSON.parse(row.explanation)),
  }));

/** Runs the engine, and reviews what it recommends with samples unless told otherwise. */
export async function runEngine(
  simulation: Simulation,
  by: Person,
  at: number,
  input: StartRunInput,
  options: { readonly isReviewed: boolean } = { isReviewed: true },
): Promise<OpenRecommendation[]> {
  const { warehouse, random, reserved } = simulation;
  const ctx = contextAt(simulation, by, at, random.integer(120, 420));
  const { runId, done } = await startRun(ctx, input);
  await done;
  const rows = await warehouse.read(
    query({
      name: 'demo.recommendations-of-run',
      tables: ['explanations'],
      row: recommendationRow,
      sql: sql`SELECT e.recommendation_id, e.account_id, e.explanation FROM ${t.explanations} AS e
WHERE e.run_id = ${runId} ORDER BY e.recommendation_id`,
    }),
  );
  const reviews =
    options.isReviewed && rows.length > 0
      ? await reviewWithSamples(simulation, runId, by, at + 2_000)
      : new Map();
  for (const row of rows) reserved.set(row.id, row.explanation.chosen.csm);
  return rows.map(({ explanation, ...row }) => {
    const { isBlind = false, ...review } = reviews.get(row.id) ?? {};
    return {
      ...row,
      csm: explanation.chosen.csm,
      score: explanation.chosen.score,
      alternatives: explanation.alternatives.map(({ csm }) => csm),
      review: reviews.has(row.id) ? review : null,
      isBlind,
    };
  });
}

/** Records a run that was canceled, or that failed because the warehouse took too long. */
export async function recordBrokenRun(
  { warehouse, random }: Simulation,
  by: Person,
  at: number,
): Promise<void> {
  const runId = newRunId(new Date(at), random.next());
  const isCanceled = random.chance(0.5);
  const ctx = { warehouse, person: by, now: () => new Date(at) };
  await insertRunWithLock(ctx, {
    id: runId,
    mode: 'batch',
    dryRun: false,
    accountId: null,
    batchSize: 50,
    by,
    at: new Date(at),
    policyVersion: 1,
  });
  const status = isCanceled ? 'cancelled' : 'failed';
  const end = finishRun({
    id: runId,
    placed: null,
    deferred: null,
    result: null,
    status,
    stage: isCanceled ? 'solving' : 'reading',
    at: new Date(at + (isCanceled ? random.integer(400, 2_500) : 30_000 + random.integer(5, 90))),
    failure: isCanceled
      ? { code: 'cancelled', message: `Canceled by ${by.name}. Nothing was saved.` }
      : {
          code: 'timeout',
          message: 'The warehouse took too long and the run was stopped. Nothing was changed.',
        },
  });
  await auditedTransaction(ctx, 'demo.broken-run', async (session, record) => {
    await session.write(end);
    record(
      isCanceled
        ? { action: 'run.canceled', subject: runId }
        : { action: 'run.ended', subject: runId, details: { status, code: 'timeout' } },
    );
  });
}

/** The number of accounts that scheduled runs ask for. */
export const usualBatch = { mode: 'batch', batchSize: 50 } as const;
