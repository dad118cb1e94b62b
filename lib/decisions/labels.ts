import { exclusionLabels } from '@/lib/engine/describe-exclusion';
import type { Flag } from '@/lib/engine/flags';
import type { DecisionVerb } from '@/lib/warehouse/sql/decisions';
import type { RecommendationState } from '@/lib/warehouse/sql/shared/state';

/** The name of each state of a recommendation. */
export const recommendationStateLabels: Readonly<Record<RecommendationState, string>> = {
  accepted: 'Accepted',
  overridden: 'Overridden',
  rejected: 'Rejected',
  pending: 'Pending',
  superseded: 'Superseded',
};

/** What a decision did, in the past tense. */
export const decisionVerbLabels: Readonly<Record<DecisionVerb, string>> = {
  accept: 'Accepted',
  override: 'Overrode',
  reject: 'Rejected',
  undo: 'Undid',
};

/** The state of a recommendation after each decision. */
export const decisionStates = {
  accept: 'accepted',
  override: 'overridden',
  reject: 'rejected',
} as const satisfies Partial<Record<DecisionVerb, RecommendationState>>;

/** Counts of the state "pending" include snoozed recommendations, unlike the queue's count of pending ones. */
export const pendingOrSnoozedLabel = 'Pending or snoozed';

/** Why a manager overrode a recommendation. */
export const overrideReasons = {
  knows_account: 'Another CSM knows this account',
  workload: 'The recommended CSM has too much work',
  expertise: 'Another CSM is a better fit for the industry or product',
  customer_request: 'The customer asked for someone else',
  language_or_region: 'Language or region',
  model_suggestion: 'Claude suggested this CSM',
  recommendation_flagged: 'The recommendation breaks a routing rule',
  other: 'Other (explain in the note)',
} as const;
export type OverrideReason = keyof typeof overrideReasons;

/** Why a manager rejected a recommendation without choosing another CSM. */
export const rejectReasons = {
  wrong_fit: 'The CSM is not a good fit for this account',
  workload: 'The CSM has too much work',
  not_ready: 'The account is not ready for a CSM',
  no_longer_needed: 'The account no longer needs a CSM',
  wrong_data: 'The account’s scores or class are wrong',
  handled_elsewhere: 'The account is being handled elsewhere',
  other: 'Other (explain in the note)',
} as const;
export type RejectReason = keyof typeof rejectReasons;

/** The label of a stored reason code, or the code itself if a later version wrote it. */
export function decisionReasonLabel(code: string): string {
  return overrideReasons[code as OverrideReason] ?? rejectReasons[code as RejectReason] ?? code;
}

export interface FlagLabel {
  readonly name: string;
  /** For table cells. */
  readonly short: string;
  /** The rule that the recommendation breaks, as a sentence. */
  readonly rule: string;
}

export const flagLabels: Readonly<Record<Flag, FlagLabel>> = {
  not_active: {
    name: exclusionLabels.not_active,
    short: 'Inactive',
    rule: 'Only active CSMs can receive accounts.',
  },
  away: {
    name: exclusionLabels.away,
    short: 'Away',
    rule: 'A CSM who is away cannot receive accounts.',
  },
  cooling: {
    name: exclusionLabels.cooling,
    short: 'Cooling',
    rule: 'After receiving an account, a CSM waits for the cooling period.',
  },
  at_capacity: {
    name: exclusionLabels.at_capacity,
    short: 'Capacity',
    rule: 'A CSM’s book must stay within their capacity.',
  },
  segment_mismatch: {
    name: exclusionLabels.segment_mismatch,
    short: 'Segment',
    rule: 'A CSM only receives accounts of their own segment and level.',
  },
  velocity: {
    name: exclusionLabels.velocity,
    short: 'Limit',
    rule: 'A CSM can receive only a limited number of accounts per week, and a new CSM per day.',
  },
  rejected_before: {
    name: exclusionLabels.rejected_before,
    short: 'Rejected',
    rule: 'For a while after a rejection, the same CSM is not recommended for the account again.',
  },
  no_longer_needed: {
    name: 'No longer needs a CSM',
    short: 'Not needed',
    rule: 'Only accounts that need a CSM can be assigned.',
  },
  assigned_elsewhere: {
    name: 'Assigned elsewhere',
    short: 'Assigned',
    rule: 'An account that already has a CSM is not assigned again.',
  },
  stale: {
    name: 'Older than a day',
    short: 'Day-old',
    rule: 'After a day, the numbers behind a recommendation may be out of date.',
  },
};
