import type { RoutingPolicy } from '@/lib/engine/policy';
import type { Book, Fairness, HealthColor } from '@/lib/engine/types';
import type { ReviewUsageRow } from '@/lib/warehouse/sql/review-usage';

/** Why recommendations were not reviewed, in words for the run's page. */
export const unreviewedReasonLabels = {
  no_key: 'Review is off: ANTHROPIC_API_KEY is not set.',
  bad_key: 'Claude refused the key. Check ANTHROPIC_API_KEY and what it may use.',
  timeout: 'Claude did not answer in the time that the policy allows for a review.',
  overloaded: 'Claude is overloaded or this key is over its rate limit. Try again in some minutes.',
  malformed: 'Claude’s answer left these out or could not be read, also when asked again.',
  refused: 'Claude declined to review these.',
  over_budget: 'The tokens that the policy allows for this month are spent.',
  interrupted: 'The review was stopped before it was done.',
  unavailable:
    'Claude could not be reached or did not accept the request. The log has the details.',
} as const;

export type UnreviewedReason = keyof typeof unreviewedReasonLabels;

/** The model name of the demo's reviews, which were written without asking Claude. */
export const sampleModel = 'sample';

/** What Claude may advise of a recommendation. */
export const verdicts = ['approve', 'caution', 'reassign'] as const;
export type Verdict = (typeof verdicts)[number];

/** What may speak against a recommendation; nothing else is accepted. */
export const reviewIssues = [
  'workload',
  'neediness',
  'experience',
  'health_mix',
  'revenue',
  'recency',
  'concentration',
] as const;
export type ReviewIssue = (typeof reviewIssues)[number];

/** The thresholds of the policy that a recommendation is judged by. */
export type ReviewPolicy = Pick<
  RoutingPolicy,
  'health' | 'neediness' | 'experience' | 'velocity' | 'coolingHours' | 'capacity' | 'maxPerRun'
>;

/** A CSM as Claude is told of one: how things stood for them before the run. */
export interface ReviewCsm {
  readonly name: string;
  readonly tenureMonths: number | null;
  /** Most accounts this CSM may own; by the account's class when null. */
  readonly capacity: number | null;
  readonly book: Book;
  /** ISO 8601 in UTC, null where not cooling. */
  readonly coolingUntil: string | null;
  /** Accounts received in the last 24 hours. */
  readonly receivedDay: number;
  /** Accounts received in the last 7 days. */
  readonly receivedWeek: number;
}

/** A CSM as a candidate for one account. */
export interface ReviewCandidate {
  readonly csm: string;
  /** 0–100, high is good. */
  readonly score: number;
  readonly bookAfter: Book;
}

/** What a manager decided of a similar pair in the last 90 days. */
export interface SimilarDecision {
  readonly verb: 'override' | 'reject';
  /** Who was recommended then. */
  readonly csm: string;
  /** Who was chosen instead, null for a rejection. */
  readonly to: string | null;
  /** In words; may hold what a person typed. */
  readonly reason: string;
  readonly daysAgo: number;
  readonly sameAccount: boolean;
}

/** One recommendation to be reviewed. */
export interface ReviewItem {
  readonly recommendationId: string;
  readonly account: {
    readonly id: string;
    readonly name: string;
    /** 0–10 */
    readonly neediness: number | null;
    /** 0–100 */
    readonly health: number | null;
    readonly color: HealthColor;
    /** Per year. */
    readonly revenue: number | null;
    readonly segment: string | null;
    readonly level: string | null;
    readonly industry: string | null;
  };
  readonly recommended: ReviewCandidate;
  /** At most five, best first; only one of these may be suggested instead. */
  readonly alternatives: readonly ReviewCandidate[];
  readonly earlier: readonly SimilarDecision[];
}

/** Everything a review is asked with: one run, its team and the recommendations asked about. */
export interface ReviewInput {
  readonly policy: ReviewPolicy;
  readonly fairness: { readonly before: Fairness; readonly after: Fairness };
  readonly csms: readonly ReviewCsm[];
  readonly recommendations: readonly ReviewItem[];
}

/** Claude's checked advice about one recommendation. */
export interface Review {
  readonly recommendationId: string;
  readonly verdict: Verdict;
  /** 0–100 */
  readonly confidence: number;
  /** At most two sentences and 500 characters. */
  readonly feedback: string;
  readonly issues: readonly ReviewIssue[];
  /** One of the alternatives offered; only with the verdict reassign. */
  readonly suggestedCsm: string | null;
  /** A suggestion that was not one of the alternatives, or came with another verdict. */
  readonly droppedSuggestion: string | null;
}

/** A recommendation that was asked about and has no review, and why. */
export interface Unreviewed {
  readonly recommendationId: string;
  readonly reason: UnreviewedReason;
}

/** Tokens as billed: `input` are those neither written to nor read from the prompt cache. */
export interface TokenUsage {
  readonly requests: number;
  readonly input: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
  readonly output: number;
}

/** What came of asking: every recommendation asked about is in exactly one of the two lists. */
export interface ReviewResult {
  readonly reviews: readonly Review[];
  readonly unreviewed: readonly Unreviewed[];
  readonly usage: TokenUsage;
  readonly latencyMs: number;
  /** As the API names it; the one asked for where it never answered. */
  readonly model: string;
  readonly promptVersion: number;
}

/** The most recent review of any run. */
export interface LastReview extends Omit<ReviewUsageRow['last'], 'status'> {
  /** `interrupted` if it started, has not ended before it expired, and never will. */
  readonly status: ReviewUsageRow['last']['status'] | 'interrupted';
}

/** Adds the status `interrupted` to the last review, as of `now`. */
export function lastReview(last: ReviewUsageRow['last'], now: Date): LastReview {
  const expired = last.status === 'started' && last.expiresAt < now;
  return { ...last, status: expired ? 'interrupted' : last.status };
}
