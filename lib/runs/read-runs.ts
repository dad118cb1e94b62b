import 'server-only';
import { z } from 'zod';
import { type RunResult, runResultSchema } from '@/lib/read-model/run-schemas';
import { getRunReview, type ReviewCall, type RunReview } from '@/lib/reviews/get-run-review';
import { requestBatchPoll } from '@/lib/reviews/poll-batches';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { pageNumberSchema, pageSizeSchema, readInBatches, readPage } from '@/lib/server/paging';
import { parseInput } from '@/lib/server/parse-input';
import { reviewCallsOfRun } from '@/lib/warehouse/sql/review-calls';
import { type RunRow, type RunSummaryRow, runById, runsPage } from '@/lib/warehouse/sql/runs';
import { getActiveRun } from './active-runs';
import { isFinished, type ReviewProgress, type RunProgress } from './progress';
import { withDeferrals } from './run-deferrals';
import { withUnrecordedEnd } from './unrecorded-ends';

/**
 * A run and its result, with the first 500 deferred accounts (`listDeferrals` has all). The result is
 * null until the run succeeds.
 */
export type Run = Omit<RunRow, 'result'> & { readonly result: RunResult | null };

/** @throws AppError `not_found` */
export async function getRun(ctx: Context, runId: string): Promise<Run> {
  requireRole(ctx.person, 'viewer');
  const [stored] = await ctx.warehouse.read(runById(runId.slice(0, 50)));
  if (!stored) throw new AppError('not_found', 'This run does not exist.');
  const row = withUnrecordedEnd(stored);
  return {
    ...row,
    stage: getActiveRun(row.id)?.progress.stage ?? row.stage,
    result:
      row.result === null
        ? null
        : await withDeferrals(ctx.warehouse, row.id, runResultSchema.parse(JSON.parse(row.result))),
  };
}

const listRunsInput = z.object({ page: pageNumberSchema, pageSize: pageSizeSchema });

/**
 * Returns one page of runs, newest first, and the total. Pages start at 1; a page beyond the end
 * returns the last one.
 */
export async function listRuns(ctx: Context, input: z.input<typeof listRunsInput>) {
  requireRole(ctx.person, 'viewer');
  const { page: requested, pageSize } = parseInput(listRunsInput, input);
  const { page, total, rows } = await readPage(requested, pageSize, (part) =>
    ctx.warehouse.read(runsPage(part)),
  );
  return { runs: rows.map(({ key: _, total: __, ...run }) => withUnrecordedEnd(run)), total, page };
}

const MAX_LISTED = 200;

const listRunsFromInput = z.strictObject({
  limit: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(MAX_LISTED, `can be at most ${MAX_LISTED}`)
    .default(50),
  /** `next` of the part before: the last run's time and id. */
  cursor: z
    .string()
    .regex(/^\d{1,15}\.[\w-]{1,50}$/, 'must be the “next” of an earlier response')
    .transform((cursor) => {
      const [ms = '', id = ''] = cursor.split('.');
      return { ms: Number(ms), id };
    })
    .optional(),
});

/** Returns a part of the list of runs, newest first, and the cursor of the next part, for scripts. */
export async function listRunsFrom(
  ctx: Context,
  input: unknown,
): Promise<{ readonly runs: readonly ListedRun[]; readonly next: string | null }> {
  requireRole(ctx.person, 'viewer');
  const { limit, cursor = null } = parseInput(listRunsFromInput, input);
  const rows = await ctx.warehouse.read(runsPage({ limit, after: cursor }));
  const last = rows.at(-1);
  const hasMore = last !== undefined && last.total > rows.length;
  return {
    runs: rows.map(({ key: _, total: __, ...run }) => withUnrecordedEnd(run)),
    next: hasMore ? `${last.key.ms}.${last.key.id}` : null,
  };
}

export type ListedRun = Omit<RunSummaryRow, 'key' | 'total'>;

/** Returns all runs in batches, newest first. */
export async function exportRuns(ctx: Context): Promise<AsyncIterable<readonly ListedRun[]>> {
  requireRole(ctx.person, 'viewer');
  return readInBatches<RunSummaryRow>(({ limit, last }) =>
    ctx.warehouse.read(runsPage({ limit, after: last?.key ?? null })),
  );
}

/** A run with its review; null if the run has nothing to review. */
export type ReviewedRun = Run & {
  readonly review: (RunReview & { readonly progress: ReviewProgress | null }) | null;
};

/**
 * Returns a run with its review. If the review waits for a batch, this also starts a poll of the
 * batch in the background; a later request sees its outcome.
 *
 * @throws AppError `not_found`
 */
export async function getReviewedRun(ctx: Context, runId: string): Promise<ReviewedRun> {
  const wasActive = getActiveRun(runId) !== undefined;
  const run = await getRun(ctx, runId);
  if (!hasRecommendations(run)) return { ...run, review: null };
  let review = await getRunReview(ctx, run.id);
  // The review may have started and ended during the read, and clients of a finished run don't poll.
  if (wasActive && !getActiveRun(run.id)) review = await getRunReview(ctx, run.id);
  if (review.call?.status === 'waiting') requestBatchPoll();
  const progress = reviewProgress(run, review.call, review.off === null);
  return { ...run, review: { ...review, progress } };
}

/**
 * Returns the progress of a run and its review. Clients follow a run by polling this. A run of
 * this process reports from memory, a run of another process from the warehouse.
 *
 * @throws AppError `not_found`
 */
export async function getRunProgress(ctx: Context, runId: string): Promise<RunProgress> {
  requireRole(ctx.person, 'viewer');
  const active = getActiveRun(runId)?.progress;
  if (active && !isFinished(active)) return active;
  const run = await getRun(ctx, runId);
  // The warehouse decides how a run ended, unless the end could not be written there.
  if (active && run.status === 'running') return active;
  const review = await readReviewProgress(ctx, run);
  return {
    runId: run.id,
    status: run.status,
    stage: run.stage ?? 'reading',
    ...(review && { review }),
  };
}

async function readReviewProgress(ctx: Context, run: Run): Promise<ReviewProgress | null> {
  if (!hasRecommendations(run) || !ctx.claude) return null;
  const [call] = await ctx.warehouse.read(reviewCallsOfRun(run.id));
  if (!call || call.isExpired) return null;
  return reviewProgress(run, call, true);
}

/** Whether a run saved recommendations. */
export function hasRecommendations({
  status,
  dryRun,
  placed,
}: Pick<Run, 'status' | 'dryRun' | 'placed'>): boolean {
  return status === 'succeeded' && !dryRun && Boolean(placed);
}

/** Another process's review has no known count, so it is at 0 until it ends. */
function reviewProgress(
  { id, placed }: Run,
  call: Pick<ReviewCall, 'status' | 'requested'> | null,
  isEnabled: boolean,
): ReviewProgress | null {
  const active = getActiveRun(id)?.progress;
  if (active?.review) return active.review;
  const isAboutToStart = active?.status === 'running' && isEnabled;
  if (!isAboutToStart && call?.status !== 'started') return null;
  return { reviewed: 0, total: call?.requested ?? placed ?? 0 };
}
