import { HOUR_MS, MINUTE_MS } from '@/lib/time';
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

/** How long after its deadline a review that has not ended counts as interrupted, in ms. */
const GRACE_MS = MINUTE_MS;

/** A review of a run that is recorded as begun, so that no other begins meanwhile. */
interface ClaimedReview {
  readonly id: string;
  readonly runId: string;
  readonly kind: ReviewKind;
  readonly policy: Policy;
  readonly claude: ClaudeSettings;
  readonly at: Date;
}

/**
 * Records that a review of a run begins, across processes one at a time. Managers only.
 * @throws AppError `invalid_input` when review is off or the run has nothing in the queue, or
 *   `run_in_progress` when it is being reviewed.
 */
export async function claimReview(
  ctx: Context,
  { runId, kind }: { readonly runId: string; readonly kind: ReviewKind },
): Promise<ClaimedReview> {
  requireRole(ctx.person, 'manager');
  const { policy } = await currentPolicy(ctx.warehouse);
  const claude = requireReviewEnabled(ctx, policy);
  const id = uuid();
  const at = ctx.now();
  const expiresAt = new Date(at.getTime() + policy.review.deadlineSeconds * 1_000 + GRACE_MS);
  await ctx.warehouse.transaction('review.claim', async (session) => {
    // The run's row is what two processes contend for: an insert alone takes no lock.
    if ((await session.write(claimRunForReview(runId))) === 0) throw nothingToReviewError();
    await session.write(failInterruptedReviews({ runId }, at, interruptedFailure));
    const begun = await session.write(
      insertReviewCall({
        ...{ id, runId, kind, at, expiresAt },
        model: claude.ANTHROPIC_MODEL,
        promptVersion: currentPrompt.version,
        by: ctx.person.email,
      }),
    );
    if (begun === 0) throw reviewInProgressError();
  });
  return { id, runId, kind, policy, claude, at };
}

/** Said to whoever asks for a second review of a run at the same time. */
export function reviewInProgressError(): AppError {
  return new AppError('run_in_progress', 'This run is being reviewed. Wait for that to end.');
}

/** Said of a run without recommendations that wait without a review. */
export function nothingToReviewError(): AppError {
  return new AppError(
    'invalid_input',
    'There is nothing to review: no recommendation of this run waits without a review.',
  );
}

/** How long a batch may stay out before the run may be reviewed otherwise: it ends within a day. */
const BATCH_LIFETIME_MS = 26 * HOUR_MS;

interface Control {
  readonly signal: AbortSignal;
  readonly onProgress: (reviewed: number, asked: number) => void;
}

/**
 * Asks Claude about what waits of a run without a review and saves what it says; a batch is only
 * handed in. However it ends, the call's row says how; it never throws, for the run has succeeded
 * whatever becomes of its review.
 */
export async function performReview(
  ctx: Context,
  call: ClaimedReview,
  { signal, onProgress }: Control,
): Promise<void> {
  const { runId, policy } = call;
  const done: { asked?: ReviewResult; count: number } = { count: 0 };
  try {
    const client = await connectClaude(call.claude);
    const left = await tokensLeft(ctx, policy);
    const input = await loadReviewInput(ctx, runId, policy, { signal });
    done.count = input.recommendations.length;
    const refusal = client === null ? 'no_key' : left === 0 ? 'over_budget' : null;
    if (client === null || refusal !== null) {
      await saveFailure(ctx, call, failureFor(refusal ?? 'no_key'), done);
      return;
    }
    onProgress(0, done.count);
    await record(ctx, setRequestedCount(call.id, done.count));
    if (call.kind === 'batch') {
      await sendAsBatch(ctx, call, client, input, signal);
      return;
    }
    done.asked = await askClaude(client, input, {
      model: call.claude.ANTHROPIC_MODEL,
      deadlineMs: policy.review.deadlineSeconds * 1_000,
      tokenLimit: left,
      signal,
      onProgress,
    });
    const ending = { ...call, blindShare: policy.review.blindShare };
    await saveReview(ctx, ending, done.asked, {
      items: input.recommendations,
      count: done.count,
    });
  } catch (error) {
    const failure = signal.aborted ? failureFor('interrupted') : toErrorResponse(error);
    log.error({ err: error, runId }, 'the review of a run failed');
    await saveFailure(ctx, call, failure, done).catch((second: unknown) =>
      // Its row counts as interrupted once its time is over.
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
  const expiresAt = new Date(ctx.now().getTime() + BATCH_LIFETIME_MS);
  await record(ctx, setBatchSubmitted({ id: call.id, batchId: sent.batchId, expiresAt }));
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
