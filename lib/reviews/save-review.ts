import 'server-only';
import { createHash } from 'node:crypto';
import sql from 'sql-template-tag';
import { v7 as uuid } from 'uuid';
import type { Context } from '@/lib/server/context';
import { type RecommendationFacts, recommendationFacts } from '@/lib/warehouse/sql/read-model';
import { hasIdIn } from '@/lib/warehouse/sql/recommendations';
import {
  endReviewCall,
  type ReviewFailure,
  type ReviewKind,
} from '@/lib/warehouse/sql/review-calls';
import { insertReviews, type NewReview, writeFeedback } from '@/lib/warehouse/sql/reviews';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import type { Session } from '@/lib/warehouse/types';
import { countEach, countReview } from './count-review';
import {
  type Review,
  type ReviewItem,
  type ReviewResult,
  type Unreviewed,
  unreviewedReasonLabels,
} from './types';

/** The review to save. */
interface ReviewToSave {
  readonly id: string;
  readonly kind: ReviewKind;
  readonly runId: string;
  /** 0–1 */
  readonly blindShare: number;
}

/**
 * Saves the outcome of a review, its verdicts, and the feedback that may be shown, in one
 * transaction, and updates the read model. Writes nothing if the review has already ended.
 * @param items the requested recommendations, possibly among others; `count` is how many were requested
 */
export async function saveReview(
  { warehouse, readModel, now }: Pick<Context, 'warehouse' | 'readModel' | 'now'>,
  call: ReviewToSave,
  result: ReviewResult,
  { items, count }: { readonly items: readonly ReviewItem[]; readonly count: number },
): Promise<void> {
  const at = now();
  const accounts = new Map(items.map((item) => [item.recommendationId, item.account.id]));
  const reviews = result.reviews.map((review) => ({
    ...newReview(review, call.blindShare),
    accountId: accounts.get(review.recommendationId) ?? '',
  }));
  const shown = reviews.filter(({ hidden }) => !hidden);
  const unreviewed = result.unreviewed.slice(0, Math.max(0, count - reviews.length));
  const status = reviews.length > 0 || count === 0 ? 'done' : 'failed';
  /** Returns the reviewed recommendations; null if the review has already ended. */
  const work = async (session: Session): Promise<readonly RecommendationFacts[] | null> => {
    const ended = await session.write(
      endReviewCall({
        id: call.id,
        status,
        failure: summarizeFailures(unreviewed),
        asked: count,
        reviewed: reviews.length,
        model: result.model,
        usage: result.usage,
        latencyMs: result.latencyMs,
        at,
      }),
    );
    if (ended === 0) return null;
    if (reviews.length === 0) return [];
    const { model, promptVersion } = result;
    const origin = { callId: call.id, runId: call.runId, model, promptVersion, at };
    await writeAll(session, insertReviews(origin, reviews));
    await writeAll(session, writeFeedback(shown));
    return session.read(
      recommendationFacts(
        hasIdIn(
          sql`r.recommendation_id`,
          reviews.map(({ recommendationId }) => recommendationId),
        ),
      ),
    );
  };
  const reviewed = await warehouse.transaction('review.save', work, {
    idempotent: true,
    tracked: true,
  });
  // An earlier attempt may have saved it.
  if (reviewed === null) readModel.invalidate();
  else {
    const outcomes = [
      ...reviews.map(({ verdict }) => verdict),
      ...unreviewed.map(({ reason }) => reason),
    ];
    countReview({ kind: call.kind, status, outcomes: countEach(outcomes), result });
  }
  readModel.apply([{ kind: 'reviewed', recommendations: reviewed ?? [] }]);
}

/** Records a failed review, with the tokens it used. */
export async function saveFailure(
  { warehouse, now }: Pick<Context, 'warehouse' | 'now'>,
  call: Pick<ReviewToSave, 'id' | 'kind'> & {
    readonly claude: { readonly ANTHROPIC_MODEL: string };
  },
  failure: ReviewFailure,
  { result, count }: { readonly result?: ReviewResult | undefined; readonly count: number },
): Promise<void> {
  const end = endReviewCall({
    id: call.id,
    status: 'failed',
    failure,
    asked: count,
    reviewed: 0,
    model: result?.model ?? call.claude.ANTHROPIC_MODEL,
    usage: result?.usage ?? { input: 0, cacheWrite: 0, cacheRead: 0, output: 0 },
    latencyMs: result?.latencyMs ?? null,
    at: now(),
  });
  const ended = await warehouse.transaction('review.fail', (session) => session.write(end), {
    idempotent: true,
  });
  if (ended === 0) return;
  const outcomes = new Map([[failure.code, count]]);
  countReview({ kind: call.kind, status: 'failed', outcomes, result });
}

function newReview(review: Review, blindShare: number): Omit<NewReview, 'accountId'> {
  return { ...review, id: uuid(), hidden: isBlinded(review.recommendationId, blindShare) };
}

const HASH_RANGE = 2 ** 32;

/**
 * Returns whether a recommendation's verdict is hidden until it is decided, to measure agreement
 * where managers have not seen the verdict. The result is always the same for a recommendation, and a
 * larger share includes the recommendations of a smaller one.
 * @param share 0–1
 */
export function isBlinded(recommendationId: string, share: number): boolean {
  const hash = createHash('sha256').update(`blind ${recommendationId}`).digest();
  return hash.readUInt32BE(0) / HASH_RANGE < share;
}

/** Summarizes why recommendations were not reviewed, most frequent reason first. Null if all were. */
function summarizeFailures(unreviewed: readonly Unreviewed[]): ReviewFailure | null {
  const counts = countEach(unreviewed.map(({ reason }) => reason));
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
