import 'server-only';
import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Context } from '@/lib/server/context';
import { endReviewCall, type ReviewFailure } from '@/lib/warehouse/sql/review-calls';
import { insertReviews, type NewReview, writeFeedback } from '@/lib/warehouse/sql/reviews';
import type { Session } from '@/lib/warehouse/types';
import {
  type Review,
  type ReviewItem,
  type ReviewResult,
  type Unreviewed,
  type UnreviewedReason,
  unreviewedReasonLabels,
} from './types';

/** The review of a run that is to be ended. */
interface Ending {
  readonly id: string;
  readonly runId: string;
  /** 0–1 */
  readonly blindShare: number;
}

/**
 * Writes the end of a review, what Claude said, and the feedback that may be shown, in one
 * transaction. A review that somebody ended meanwhile writes nothing.
 * @param items what was asked about, and maybe more; `count` how many of them were
 */
export async function saveReview(
  { warehouse, now }: Pick<Context, 'warehouse' | 'now'>,
  call: Ending,
  asked: ReviewResult,
  { items, count }: { readonly items: readonly ReviewItem[]; readonly count: number },
): Promise<void> {
  const at = now();
  const accounts = new Map(items.map((item) => [item.recommendationId, item.account.id]));
  const reviews = asked.reviews.map((review) => ({
    ...newReview(review, call.blindShare),
    accountId: accounts.get(review.recommendationId) ?? '',
  }));
  const shown = reviews.filter(({ hidden }) => !hidden);
  const work = async (session: Session): Promise<void> => {
    const ended = await session.write(
      endReviewCall({
        id: call.id,
        status: reviews.length > 0 || count === 0 ? 'done' : 'failed',
        failure: summarizeFailures(asked.unreviewed.slice(0, Math.max(0, count - reviews.length))),
        asked: count,
        reviewed: reviews.length,
        model: asked.model,
        usage: asked.usage,
        latencyMs: asked.latencyMs,
        at,
      }),
    );
    if (ended === 0 || reviews.length === 0) return;
    const { model, promptVersion } = asked;
    const origin = { callId: call.id, runId: call.runId, model, promptVersion, at };
    await session.write(insertReviews(origin, reviews));
    if (shown.length > 0) await session.write(writeFeedback(shown));
  };
  await warehouse.transaction('review.save', work, { idempotent: true });
}

/** Records that a review came to nothing, with what it used all the same. */
export async function saveFailure(
  { warehouse, now }: Pick<Context, 'warehouse' | 'now'>,
  call: { readonly id: string; readonly claude: { readonly ANTHROPIC_MODEL: string } },
  failure: ReviewFailure,
  { asked, count }: { readonly asked?: ReviewResult | undefined; readonly count: number },
): Promise<void> {
  const end = endReviewCall({
    id: call.id,
    status: 'failed',
    failure,
    asked: count,
    reviewed: 0,
    model: asked?.model ?? call.claude.ANTHROPIC_MODEL,
    usage: asked?.usage ?? { input: 0, cacheWrite: 0, cacheRead: 0, output: 0 },
    latencyMs: asked?.latencyMs ?? null,
    at: now(),
  });
  await warehouse.transaction('review.fail', (session) => session.write(end), {
    idempotent: true,
  });
}

function newReview(review: Review, blindShare: number): Omit<NewReview, 'accountId'> {
  return { ...review, id: uuid(), hidden: isBlinded(review.recommendationId, blindShare) };
}

const HASH_RANGE = 2 ** 32;

/**
 * Whether the review of a recommendation stays hidden until it is decided, so that the managers'
 * agreement with Claude is measured on some without their knowing what it said. The same
 * recommendation always gets the same answer, and a larger share hides those of a smaller one too.
 * @param share 0–1
 */
export function isBlinded(recommendationId: string, share: number): boolean {
  const hash = createHash('sha256').update(`blind ${recommendationId}`).digest();
  return hash.readUInt32BE(0) / HASH_RANGE < share;
}

/** Why some were left unreviewed, the most frequent reason first; null where none was. */
function summarizeFailures(unreviewed: readonly Unreviewed[]): ReviewFailure | null {
  const counts = new Map<UnreviewedReason, number>();
  for (const { reason } of unreviewed) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const [first, ...others] = [...counts].sort(([, a], [, b]) => b - a);
  if (!first) return null;
  const [code] = first;
  const message =
    others.length === 0
      ? unreviewedReasonLabels[code]
      : [first, ...others]
          .map(([each, count]) => `${count}: ${unreviewedReasonLabels[each]}`)
          .join(' ');
  return { code, message };
}
