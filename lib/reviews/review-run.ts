import { HOUR_MS, MINUTE_MS, timeAfter } from '@/lib/time';
import 'server-only';
import type Anthropic from '@anthropic-ai/sdk';
import { v7 as uuid } from 'uuid';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Policy } from '@/lib/policy/policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import type { ClaudeSettings } from '@/lib/server/env';
import { AppError, toErrorResponse } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import {
  claimRunForReview,
  failInterruptedReviews,
  insertReviewCall,
  type ReviewFailure,
  type ReviewKind,
  reviewCallsOfRun,
  setBatchSubmitted,
  setRequestedCount,
} from '@/lib/warehouse/sql/review-calls';
import type { Command } from '@/lib/warehouse/types';
import { askClaude } from './ask-claude';
import { submitBatch } from './batch';
import { connectClaude } from './claude-client';
import { interruptedFailure } from './labels';
import { loadReviewInput } from './load-review-input';
import { requestBatchPoll } from './poll-batches';
import { currentPrompt } from './prompt';
import { requireReviewEnabled, tokensLeft } from './review-settings';
import { saveFailure, saveReview } from './save-review';
import {
  type ReviewInput,
  type ReviewResult,
  type UnreviewedReason,
  unreviewedReasonLabels,
} from './types';

/** A review that has not ended this long after its deadline counts as interrupted. */
const GRACE_MS = MINUTE_MS;

/** A review that was recorded as started, so that no other can start for the same run. */
interface ClaimedReview {
  readonly id: string;
  readonly runId: string;
  readonly kind: ReviewKind;
  readonly policy: Policy;
  readonly claude: ClaudeSettings;
}

/**
 * Records the start of a review, one at a time per run across all processes. Managers only.
 * @throws AppError `invalid_input` if review is off or the run has no pending recommendations;
 *   `run_in_progress` if the run is already being reviewed
 */
export async function claimReview(
  ctx: Context,
  { runId, kind }: { readonly runId: string; readonly kind: ReviewKind },
): Promise<ClaimedReview> {
  requireRole(ctx.person, 'manager');
  const { policy } = await currentPolicy(ctx.warehouse);
  const claude = requireReviewEnabled(ctx, policy);
  const id = uuid();
  const ttlMs = policy.review.deadlineSeconds * 1_000 + GRACE_MS;
  await ctx.warehouse.transaction('review.claim', async (session) => {
    // Lock the run's row, because an INSERT alone takes no lock.
    if ((await session.write(claimRunForReview(runId))) === 0) throw nothingToReviewError();
    // The newest is shown, so it must not be dated before an earlier one by a server's wrong clock.
    const earlier = await session.read(reviewCallsOfRun(runId));
    const startTimes = earlier.map(({ startedAt }) => startedAt);
    const at = timeAfter(ctx.now(), startTimes);
    await session.write(failInterruptedReviews({ runId }, at, interruptedFailure));
    const inserted = await session.write(
      insertReviewCall({
        id,
        runId,
        kind,
        at,
        ttlMs,
        model: claude.ANTHROPIC_MODEL,
        promptVersion: currentPrompt.version,
        by: ctx.person.email,
      }),
    );
    if (inserted === 0) throw reviewInProgressError();
  });
  return { id, runId, kind, policy, claude };
}

/** Thrown for a second concurrent review of a run. */
export function reviewInProgressError(): AppError {
  return new AppError(
    'run_in_progress',
    'This run is already being reviewed. Wait for that review to finish.',
  );
}

/** Thrown if a run has no pending recommendations without a review. */
export function nothingToReviewError(): AppError {
  return new AppError(
    'invalid_input',
    'There is nothing to review: every pending recommendation of this run has a review.',
  );
}

/** After this, a batch counts as lost. Anthropic ends batches within a day. */
const BATCH_LIFETIME_MS = 26 * HOUR_MS;

interface Control {
  readonly signal: AbortSignal;
  readonly onProgress: (reviewed: number, requested: number) => void;
}

/**
 * Reviews a run's pending recommendations that have no review, and saves the results. A batch is
 * only submitted. The outcome is recorded in the call's row. Never rejects, because the run has
 * already succeeded.
 */
export async function performReview(
  ctx: Context,
  call: ClaimedReview,
  { signal, onProgress }: Control,
): Promise<void> {
  const { runId, policy } = call;
  const done: { result?: ReviewResult; count: number } = { count: 0 };
  try {
    const client = await connectClaude(call.claude);
    const left = await tokensLeft(ctx, policy);
    const input = await loadReviewInput(ctx, runId, policy, { signal });
    done.count = input.recommendations.length;
    const blocked = client === null ? 'no_key' : left === 0 ? 'over_budget' : null;
    if (client === null || blocked !== null) {
      await saveFailure(ctx, call, failureFor(blocked ?? 'no_key'), done);
      return;
    }
    onProgress(0, done.count);
    await record(ctx, setRequestedCount(call.id, done.count));
    if (call.kind === 'batch') {
      await sendAsBatch(ctx, call, client, input, signal);
      return;
    }
    done.result = await askClaude(client, input, {
      model: call.claude.ANTHROPIC_MODEL,
      deadlineMs: policy.review.deadlineSeconds * 1_000,
      tokenLimit: left,
      signal,
      onProgress,
    });
    const claimed = { ...call, blindShare: policy.review.blindShare };
    await saveReview(ctx, claimed, done.result, {
      items: input.recommendations,
      count: done.count,
    });
  } catch (error) {
    const failure = signal.aborted ? failureFor('interrupted') : toErrorResponse(error);
    log.error({ err: error, runId }, 'the review of a run failed');
    await saveFailure(ctx, call, failure, done).catch((second: unknown) =>
      // The row counts as interrupted after its deadline.
      log.error({ err: second, runId }, 'the failure of a review could not be recorded'),
    );
  }
}

async function sendAsBatch(
  ctx: Context,
  call: ClaimedReview,
  client: Anthropic,
  input: ReviewInput,
  signal: AbortSignal,
): Promise<void> {
  const sent = await submitBatch(client, input, { model: call.claude.ANTHROPIC_MODEL, signal });
  if (sent.status === 'failed') {
    const count = input.recommendations.length;
    await saveFailure(ctx, call, failureFor(sent.reason), { count });
    return;
  }
  const submitted = { id: call.id, batchId: sent.batchId, ttlMs: BATCH_LIFETIME_MS };
  await record(ctx, setBatchSubmitted(submitted));
  requestBatchPoll();
}

async function record({ warehouse }: Context, change: Command): Promise<void> {
  await warehouse.transaction('review.record', (session) => session.write(change), {
    idempotent: true,
  });
}

function failureFor(reason: UnreviewedReason): ReviewFailure {
  return { code: reason, message: unreviewedReasonLabels[reason] };
}
