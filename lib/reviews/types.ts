import type { RoutingPolicy } from '@/lib/engine/policy';
import type { Book, ExclusionReason, HealthColor } from '@/lib/engine/types';
import type { RunFairness } from '@/lib/read-model/run-schemas';
import type { ReviewUsageRow } from '@/lib/warehouse/sql/review-usage';
import type { Verdict } from '@/lib/warehouse/sql/reviews';

/** Why recommendations were not reviewed, as shown on the run's page. */
export const unreviewedReasonLabels = {
  no_key: 'Review is off: ANTHROPIC_API_KEY is not set.',
  bad_key: 'Anthropic rejected the API key. Check ANTHROPIC_API_KEY and its permissions.',
  timeout: 'Claude did not respond within the time the policy allows for a review.',
  overloaded:
    'Claude is overloaded, or this key has reached its rate limit. Try again in a few minutes.',
  malformed: 'Claude’s response skipped these or could not be read, even after a retry.',
  refused: 'Claude declined to review these.',
  over_budget: 'This month’s token budget is used up.',
  interrupted: 'The review was stopped before it finished.',
  unavailable:
    'Claude could not be reached or did not accept the request. The server log has the details.',
} as const;

export type UnreviewedReason = keyof typeof unreviewedReasonLabels;

/** The model name of the demo's reviews, which were written without asking Claude. */
export const sampleModel = 'sample';

export type { Verdict };

/** The issues that a review may name. Others are rejected. */
export const reviewIssues = [
  'workload',
  'neediness',
  'experience',
  'health_mix',
  'revenue',
  'recency',
  'concentration',
  'availability',
] as const;
export type ReviewIssue = (typeof reviewIssues)[number];

/** The policy thresholds that Claude uses to judge a recommendation. */
export type ReviewPolicy = Pick<
  RoutingPolicy,
  | 'health'
  | 'neediness'
  | 'experience'
  | 'velocity'
  | 'ramp'
  | 'coolingHours'
  | 'capacity'
  | 'maxPerRun'
  | 'waiting'
  | 'scoreWithinHours'
>;

/** A CSM as described to Claude, as of now, apart from the recommendations to review. */
export interface ReviewCsm {
  readonly name: string;
  readonly tenureMonths: number | null;
  /** The CSM's own limit of accounts. Null if the limit depends on the account's class. */
  readonly capacity: number | null;
  /** Includes the accounts of the CSM's other pending recommendations. */
  readonly book: Book;
  /** How many of the book's accounts are those of other pending recommendations. */
  readonly reserved: number;
  /** ISO 8601 in UTC; null if not cooling. */
  readonly coolingUntil: string | null;
  /** Accounts received in the last 24 hours. */
  readonly receivedDay: number;
  /** Accounts received in the last 7 days. */
  readonly receivedWeek: number;
  /** High-need accounts received in the last 7 days or reserved. */
  readonly needyWeek: number;
}

/** A CSM as a candidate for one account. */
export interface ReviewCandidate {
  readonly csm: string;
  /** 0–100; higher is better. */
  readonly score: number;
  readonly bookAfter: Book;
  /** Maximum number of accounts for this account's class. */
  readonly capacity: number;
}

/** A CSM who would fit better, but who is not eligible yet. */
export interface BetterCsm {
  readonly csm: string;
  readonly score: number;
  readonly reason: ExclusionReason;
  /** Hours until that may change; null if unknown. */
  readonly hours: number | null;
}

/** A manager's decision on a similar recommendation in the last 90 days. */
export interface SimilarDecision {
  readonly verb: 'override' | 'reject';
  /** The CSM recommended at that time. */
  readonly csm: string;
  /** The CSM chosen instead; null for a rejection. */
  readonly to: string | null;
  /** May contain text that a person typed. */
  readonly reason: string;
  readonly daysAgo: number;
  readonly sameAccount: boolean;
}

/** A recommendation to review. */
export interface ReviewItem {
  readonly recommendationId: string;
  readonly account: {
    readonly id: string;
    readonly name: string;
    /** 0–10 */
    readonly neediness: number | null;
    /** 0–100 */
    readonly health: number | null;
    /** Null if neither the source's color nor the health is known. */
    readonly color: HealthColor | null;
    /** Dollars per year. */
    readonly revenue: number | null;
    readonly segment: string | null;
    readonly level: string | null;
    readonly industry: string | null;
    /** Days since the account started to need a CSM; null if unknown. */
    readonly waitedDays: number | null;
  };
  readonly recommended: ReviewCandidate;
  /** Rules that giving the account to the recommended CSM would break now. */
  readonly blocked: readonly Pick<BetterCsm, 'reason' | 'hours'>[];
  /** At most five, best first. Claude may suggest only one of these. */
  readonly alternatives: readonly ReviewCandidate[];
  /** At most two, best first. */
  readonly better: readonly BetterCsm[];
  readonly earlier: readonly SimilarDecision[];
}

/** The input of a review: a run's policy, its team, and the recommendations to review. */
export interface ReviewInput {
  readonly policy: ReviewPolicy;
  readonly fairness: RunFairness;
  readonly csms: readonly ReviewCsm[];
  readonly recommendations: readonly ReviewItem[];
}

/** Claude's validated review of one recommendation. */
export interface Review {
  readonly recommendationId: string;
  readonly verdict: Verdict;
  /** 0–100 */
  readonly confidence: number;
  /** At most two sentences and 500 characters. */
  readonly feedback: string;
  readonly issues: readonly ReviewIssue[];
  /** One of the alternatives. Only set for the verdict reassign. */
  readonly suggestedCsm: string | null;
  /** A suggestion that was not one of the alternatives or came with another verdict. */
  readonly droppedSuggestion: string | null;
}

/** A recommendation that could not be reviewed, and why. */
export interface Unreviewed {
  readonly recommendationId: string;
  readonly reason: UnreviewedReason;
}

/** Billed tokens. `input` excludes tokens written to or read from the prompt cache. */
export interface TokenUsage {
  readonly requests: number;
  readonly input: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
  readonly output: number;
}

/** The result of a review. Every requested recommendation is in exactly one of the two lists. */
export interface ReviewResult {
  readonly reviews: readonly Review[];
  readonly unreviewed: readonly Unreviewed[];
  readonly usage: TokenUsage;
  readonly latencyMs: number;
  /** The model's name from the API, or the requested one if there was no response. */
  readonly model: string;
  readonly promptVersion: number;
}

/** The most recent review of any run. */
export interface LastReview extends Omit<ReviewUsageRow['last'], 'status' | 'isExpired'> {
  /** `interrupted` if it started, has not ended before it expired, and never will. */
  readonly status: ReviewUsageRow['last']['status'] | 'interrupted';
}

/** Adds the status `interrupted` to the last review. */
export function lastReview({ isExpired, ...last }: ReviewUsageRow['last']): LastReview {
  return { ...last, status: last.status === 'started' && isExpired ? 'interrupted' : last.status };
}
