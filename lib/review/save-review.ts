import 'server-only';
import { v7 as uuid } from 'uuid';
import type { Context } from '@/lib/context';
import { endReviewCall, type ReviewFailure } from '@/lib/warehouse/sql/review-calls';
import { insertReviews, type NewReview, writeFeedback } from '@/lib/warehouse/sql/reviews';
import type { Session } from '@/lib/warehouse/types';
import { isHidden } from './hidden';
import { tellUnreviewed } from './tell-unreviewed';
import type { Asked, Review, ReviewItem } from './types';

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
  asked: Asked,
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
        failure: tellUnreviewed(asked.unreviewed.slice(0, Math.max(0, count - reviews.length))),
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
  await warehouse.transaction('review.save', work, { repeatable: true });
}

/** Records that a review came to nothing, with what it used all the same. */
export async function saveFailure(
  { warehouse, now }: Pick<Context, 'warehouse' | 'now'>,
  call: { readonly id: string; readonly claude: { readonly ANTHROPIC_MODEL: string } },
  failure: ReviewFailure,
  { asked, count }: { readonly asked?: Asked | undefined; readonly count: number },
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
    repeatable: true,
  });
}

function newReview(review: Review, blindShare: number): Omit<NewReview, 'accountId'> {
  return { ...review, id: uuid(), hidden: isHidden(review.recommendationId, blindShare) };
}
