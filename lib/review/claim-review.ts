import 'server-only';
import { v7 as uuid } from 'uuid';
import { requireRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import type { ClaudeSettings } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Policy } from '@/lib/policy/policy';
import {
  endLostReviews,
  insertReviewCall,
  type ReviewKind,
  takeRunToReview,
} from '@/lib/warehouse/sql/review-calls';
import { interruption } from './interruption';
import { currentPrompt } from './prompt';
import { requireReview } from './review-settings';

/** How long after its deadline a review that has not ended counts as interrupted, in ms. */
const grace = 60_000;

/** A review of a run that is recorded as begun, so that no other begins meanwhile. */
export interface ClaimedReview {
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
  const claude = requireReview(ctx, policy);
  const id = uuid();
  const at = ctx.now();
  const expiresAt = new Date(at.getTime() + policy.review.deadlineSeconds * 1_000 + grace);
  await ctx.warehouse.transaction('review.claim', async (session) => {
    // The run's row is what two processes contend for: an insert alone takes no lock.
    if ((await session.write(takeRunToReview(runId))) === 0) throw nothingToReview();
    await session.write(endLostReviews({ runId }, at, interruption));
    const begun = await session.write(
      insertReviewCall({
        ...{ id, runId, kind, at, expiresAt },
        model: claude.ANTHROPIC_MODEL,
        promptVersion: currentPrompt.version,
        by: ctx.person.email,
      }),
    );
    if (begun === 0) throw underReview();
  });
  return { id, runId, kind, policy, claude, at };
}

/** Said to whoever asks for a second review of a run at the same time. */
export function underReview(): AppError {
  return new AppError('run_in_progress', 'This run is being reviewed. Wait for that to end.');
}

/** Said of a run without recommendations that wait without a review. */
export function nothingToReview(): AppError {
  return new AppError(
    'invalid_input',
    'There is nothing to review: no recommendation of this run waits without a review.',
  );
}
