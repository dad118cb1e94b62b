import 'server-only';
import { currentPolicy } from '@/lib/policy/current-policy';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { type ReviewCallRow, reviewCallsOfRun } from '@/lib/warehouse/sql/review-calls';
import { reviewCounts } from '@/lib/warehouse/sql/review-inputs';
import type { ReviewDisabledReason } from './labels';
import { reviewDisabledReason } from './labels';
import { estimateCost } from './token-usage';
import { unreviewedReasonLabels } from './types';

/** Claude's review of a run. */
export interface RunReview {
  /** Why review is off; null if it is on. */
  readonly off: ReviewDisabledReason | null;
  /** The most recent review of the run, if any. */
  readonly call: ReviewCall | null;
  readonly counts: {
    readonly recommendations: number;
    readonly approve: number;
    readonly caution: number;
    readonly reassign: number;
    /** Reviewed, but the verdict is hidden until they are decided. */
    readonly hidden: number;
    /** Pending without a review. */
    readonly unreviewed: number;
  };
  /** Totals of all reviews of the run. */
  readonly spent: {
    readonly input: number;
    readonly cached: number;
    readonly output: number;
    /** Estimated US dollars at list price; null if a model's price is unknown. */
    readonly cost: number | null;
  };
}

export type ReviewCall = Omit<ReviewCallRow, 'isExpired' | 'usage'>;

/** Returns the review of a run. */
export async function getRunReview(ctx: Context, runId: string): Promise<RunReview> {
  requireRole(ctx.person, 'viewer');
  const [{ policy }, calls, [counts]] = await Promise.all([
    currentPolicy(ctx.warehouse),
    ctx.warehouse.read(reviewCallsOfRun(runId)),
    ctx.warehouse.read(reviewCounts(runId)),
  ]);
  const [newest] = calls;
  return {
    off: reviewDisabledReason(ctx, policy),
    call: newest ? withInterruption(newest) : null,
    counts: counts ?? noCounts,
    spent: totalSpent(calls),
  };
}

const noCounts: RunReview['counts'] = {
  recommendations: 0,
  approve: 0,
  caution: 0,
  reassign: 0,
  hidden: 0,
  unreviewed: 0,
};

/** A review past its deadline was interrupted, whether or not that has been recorded. */
function withInterruption({ isExpired, usage, ...call }: ReviewCallRow): ReviewCall {
  if (call.status !== 'started' || !isExpired) return call;
  const failure = unreviewedReasonLabels.interrupted;
  return { ...call, status: 'failed', failureCode: 'interrupted', failure };
}

function totalSpent(calls: readonly ReviewCallRow[]): RunReview['spent'] {
  const sum = (of: (call: ReviewCallRow) => number) =>
    calls.reduce((total, call) => total + of(call), 0);
  const costs = calls.map(({ model, usage, kind }) => estimateCost(model, usage, kind));
  return {
    input: sum(({ usage }) => usage.input + usage.cacheWrite),
    cached: sum(({ usage }) => usage.cacheRead),
    output: sum(({ usage }) => usage.output),
    cost: costs.reduce<number | null>(
      (total, cost) => (total === null || cost === null ? null : total + cost),
      0,
    ),
  };
}
