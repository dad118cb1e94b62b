import 'server-only';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { monthOf } from '@/lib/time';
import { reviewUsage, type ReviewUsageRow as StandingRow } from '@/lib/warehouse/sql/review-usage';
import type { ReviewDisabledReason } from './labels';
import { currentPrompt } from './prompt';
import { readReviewSettings } from './review-settings';
import { estimateCost, totalTokens } from './token-usage';
import { type LastReview, lastReview } from './types';

/** Whether Claude reviews, what it used this month, and how the last review went. */
export interface ReviewStatus {
  /** Why runs are not reviewed; null where they are. */
  readonly off: ReviewDisabledReason | null;
  /** The model that is asked; null where nothing says which. */
  readonly model: string | null;
  readonly promptVersion: number;
  /** The share of recommendations whose verdict is kept back until they are decided (0–1). */
  readonly blindShare: number;
  /** The calendar month in UTC. */
  readonly month: {
    readonly from: Date;
    /** Tokens of all kinds, cached ones as any other. */
    readonly tokens: number;
    /** What the policy allows; null for no limit. */
    readonly limit: number | null;
    /** US dollars at list price, an estimate; of the models whose price is known. */
    readonly cost: number;
    /** Models that were used and whose price is not known. */
    readonly unpriced: readonly string[];
  };
  readonly last: LastReview | null;
}

/** Answers how Claude's review stands: one statement, and the policy. */
export async function getReviewStatus(ctx: Context): Promise<ReviewStatus> {
  requireRole(ctx.person, 'viewer');
  const now = ctx.now();
  const { from, to } = monthOf(now);
  const [rows, { off, model, review }] = await Promise.all([
    ctx.warehouse.read(reviewUsage(from, to)),
    readReviewSettings(ctx),
  ]);
  return {
    off,
    model,
    promptVersion: currentPrompt.version,
    blindShare: review.blindShare,
    month: { from, limit: review.monthlyTokens, ...monthlySpending(rows) },
    last: rows[0] ? lastReview(rows[0].last, now) : null,
  };
}

function monthlySpending(rows: readonly StandingRow[]) {
  const costs = rows.flatMap(({ model, kind, usage }) =>
    model && kind ? [{ model, cost: estimateCost(model, usage, kind) }] : [],
  );
  return {
    tokens: rows.reduce((all, { usage }) => all + totalTokens(usage), 0),
    cost: costs.reduce((all, { cost }) => all + (cost ?? 0), 0),
    unpriced: [...new Set(costs.flatMap(({ model, cost }) => (cost === null ? model : [])))],
  };
}
