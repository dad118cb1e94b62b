import 'server-only';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { monthOf } from '@/lib/time';
import { type ReviewUsageRow, reviewUsage } from '@/lib/warehouse/sql/review-usage';
import type { ReviewDisabledReason } from './labels';
import { currentPrompt } from './prompt';
import { readReviewSettings } from './review-settings';
import { estimateCost, totalTokens } from './token-usage';
import { type LastReview, lastReview } from './types';

/** Whether review is on, this month's usage, and the last review. */
export interface ReviewStatus {
  /** Why review is off; null if it is on. */
  readonly off: ReviewDisabledReason | null;
  /** The configured model, if any. */
  readonly model: string | null;
  readonly promptVersion: number;
  /** The share (0–1) of recommendations whose verdict is hidden until they are decided. */
  readonly blindShare: number;
  /** The calendar month in UTC. */
  readonly month: {
    readonly from: Date;
    /** Tokens of all kinds, including cached ones. */
    readonly tokens: number;
    /** The policy's budget; null for no limit. */
    readonly limit: number | null;
    /** Estimated US dollars at list price, without models whose price is unknown. */
    readonly cost: number;
    /** Used models whose price is unknown. */
    readonly unpriced: readonly string[];
  };
  readonly last: LastReview | null;
}

/** Returns the status of Claude's review. Reads one statement and the policy. */
export async function getReviewStatus(ctx: Context): Promise<ReviewStatus> {
  requireRole(ctx.person, 'viewer');
  const { from, to } = monthOf(ctx.now());
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
    last: rows[0] ? lastReview(rows[0].last) : null,
  };
}

function monthlySpending(rows: readonly ReviewUsageRow[]) {
  const costs = rows.flatMap(({ model, kind, usage }) =>
    model && kind ? [{ model, cost: estimateCost(model, usage, kind) }] : [],
  );
  return {
    tokens: rows.reduce((sum, { usage }) => sum + totalTokens(usage), 0),
    cost: costs.reduce((sum, { cost }) => sum + (cost ?? 0), 0),
    unpriced: [...new Set(costs.flatMap(({ model, cost }) => (cost === null ? model : [])))],
  };
}
