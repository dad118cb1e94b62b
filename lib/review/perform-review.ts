import 'server-only';
import type Anthropic from '@anthropic-ai/sdk';
import type { Context } from '@/lib/context';
import { toErrorAnswer } from '@/lib/errors';
import { log } from '@/lib/log';
import { type ReviewFailure, setAsked, setWaiting } from '@/lib/warehouse/sql/review-calls';
import type { Command } from '@/lib/warehouse/types';
import { askClaude } from './ask-claude';
import { sendBatch } from './batch';
import type { ClaimedReview } from './claim-review';
import { connectClaude } from './client';
import { tokensLeft } from './month';
import { readMaterial } from './read-material';
import { type ReasonCode, unreviewedReasons } from './reasons';
import { saveFailure, saveReview } from './save-review';
import type { Asked, ReviewInput } from './types';
import { lookForBatches } from './watch-batches';

/** How long a batch may stay out before the run may be reviewed otherwise: it ends within a day. */
const batchLasts = 26 * 3_600_000;

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
  const done: { asked?: Asked; count: number } = { count: 0 };
  try {
    const client = await connectClaude(call.claude);
    const left = await tokensLeft(ctx, policy);
    const input = await readMaterial(ctx, runId, policy, { signal });
    done.count = input.recommendations.length;
    const refusal = client === null ? 'no_key' : left === 0 ? 'over_budget' : null;
    if (client === null || refusal !== null) {
      await saveFailure(ctx, call, failureFor(refusal ?? 'no_key'), done);
      return;
    }
    onProgress(0, done.count);
    await record(ctx, setAsked(call.id, done.count));
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
    const failure = signal.aborted ? failureFor('interrupted') : toErrorAnswer(error);
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
  const sent = await sendBatch(client, input, { model: call.claude.ANTHROPIC_MODEL, signal });
  if (sent.status === 'failed') {
    const count = input.recommendations.length;
    await saveFailure(ctx, call, failureFor(sent.reason), { count });
    return;
  }
  const expiresAt = new Date(ctx.now().getTime() + batchLasts);
  await record(ctx, setWaiting({ id: call.id, batchId: sent.batchId, expiresAt }));
  lookForBatches();
}

async function record({ warehouse }: Context, change: Command): Promise<void> {
  await warehouse.transaction('review.record', (session) => session.write(change), {
    repeatable: true,
  });
}

function failureFor(reason: ReasonCode): ReviewFailure {
  return { code: reason, message: unreviewedReasons[reason] };
}
