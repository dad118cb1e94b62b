/**
 * The engine's public contract: plain readonly data in, a discriminated result out.
 * Times are epoch milliseconds; revenue is in the source's currency per year.
 */

import type { RoutingPolicy } from './policy';

export type HealthColor = 'red' | 'yellow' | 'green';

/** A term of the objective, which the policy gives a weight. */
export type Factor = keyof RoutingPolicy['weights'];

/** All factors, in display order. */
export const factors = [
  'accounts',
  'neediness',
  'revenue',
  'red',
  'experience',
  'recency',
] as const satisfies readonly Factor[];

/** The factors that are totals of a book, over which balance is measured. */
export const dimensions = ['accounts', 'neediness', 'revenue', 'red'] as const;
export type Dimension = (typeof dimensions)[number];

/** The scores that may be missing and are then routed with the pool's median. */
export type ScoreName = 'neediness' | 'health' | 'revenue';

/** An account to be placed. A score that is missing or absurd is null. */
export interface RoutableAccount {
  readonly id: string;
  readonly name: string;
  readonly segment: string | null;
  readonly level: string | null;
  /** 0–10 */
  readonly neediness: number | null;
  /** 0–100 */
  readonly health: number | null;
  /** The source's colour; by the policy's thresholds when null. */
  readonly color: HealthColor | null;
  readonly revenue: number | null;
  /** CSMs whose recommendation for this account was rejected recently, with when that stops counting. */
  readonly rejected: readonly { readonly csm: string; readonly until: number }[];
}

/** The totals of the accounts that a CSM owns. */
export interface Book {
  readonly accounts: number;
  readonly neediness: number;
  readonly revenue: number;
  readonly red: number;
  readonly green: number;
}

/** A CSM as the engine sees one, active or not. */
export interface Csm {
  readonly name: string;
  readonly active: boolean;
  readonly tenureMonths: number | null;
  readonly segment: string | null;
  readonly level: string | null;
  /** Most accounts this CSM may own; by the policy when null. */
  readonly capacity: number | null;
  readonly awayUntil: number | null;
  readonly book: Book;
  /** When accounts were received in the last seven days, one time per account. */
  readonly received: readonly number[];
  /** The last time an account was received, however long ago. */
  readonly lastReceivedAt: number | null;
  /** The newest pending recommendation of this CSM, which may reserve them. */
  readonly reservedAt: number | null;
}

/** Why a CSM may not receive an account now. */
export const exclusionReasons = [
  'not_active',
  'away',
  'cooling',
  'at_capacity',
  'segment_mismatch',
  'max_per_run',
  'velocity',
  'rejected_before',
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

export interface Exclusion {
  readonly csm: string;
  readonly reason: ExclusionReason;
  /** When this may change, where a time is known. */
  readonly until: number | null;
}

/** A CSM considered for an account: what it would cost and whether it may be. */
export interface Candidate {
  readonly csm: string;
  readonly tenureMonths: number | null;
  /** Objective units; lower is better. */
  readonly cost: number;
  readonly costs: Readonly<Record<Factor, number>>;
  /** 0–100, 100 when no active CSM who takes this class of account would have been better. */
  readonly score: number;
  readonly bookBefore: Book;
  readonly bookAfter: Book;
  /** Most accounts this CSM may own, for this account's class. */
  readonly capacity: number;
  /** Null when eligible. */
  readonly exclusion: Exclusion | null;
  /** The account of the same run that this CSM received instead. */
  readonly placedWith: string | null;
}

/** Why an account went to its CSM, complete enough to be read years later. */
export interface Explanation {
  readonly chosen: Candidate;
  /** The best five other CSMs who were eligible before the run, best first. */
  readonly alternatives: readonly Candidate[];
  /** The active CSM of this class with score 100 when that is neither the chosen one nor was eligible. */
  readonly bestFit: Candidate | null;
  readonly exclusions: readonly Exclusion[];
  /** Scores that were missing, with the median used instead. */
  readonly assumed: Readonly<Partial<Record<ScoreName, number>>>;
  readonly color: HealthColor;
  readonly needy: boolean;
}

export interface Placement {
  readonly accountId: string;
  readonly csm: string;
  readonly cost: number;
  readonly score: number;
  readonly explanation: Explanation;
}

/** An account that could not be placed, the reason that binds and when that may change. */
export interface Deferral {
  readonly accountId: string;
  readonly reason: ExclusionReason;
  readonly until: number | null;
  /** How many active CSMs each reason kept from this account. */
  readonly counts: Readonly<Partial<Record<ExclusionReason, number>>>;
}

/** How evenly one dimension lies on a set of CSMs. */
export interface Evenness {
  /** Coefficient of variation in per cent. */
  readonly cv: number;
  readonly gini: number;
  readonly maxOverMean: number;
}

export interface Fairness {
  readonly active: Readonly<Record<Dimension, Evenness>>;
  readonly eligible: Readonly<Record<Dimension, Evenness>>;
  readonly overCapacity: number;
  readonly nearCapacity: number;
}

/** Shares in per cent of the accounts placed in a run; null where there was none of the kind. */
export interface MatchQuality {
  readonly needyWithExperienced: number | null;
  readonly redWithSenior: number | null;
  readonly newCsmGreen: number | null;
}

/** The value reached and the bound no assignment can beat; equal when the answer is optimal. */
export interface Proof {
  readonly placed: number;
  readonly primal: number;
  readonly bound: number;
  /** More than one when the policy lets a CSM receive several accounts: each round is optimal given those before. */
  readonly rounds: number;
}

export interface RoutingProblem {
  readonly accounts: readonly RoutableAccount[];
  readonly csms: readonly Csm[];
  /** The pool's medians, null where nothing is known at all. */
  readonly medians: Readonly<Record<ScoreName, number | null>>;
  readonly policy: RoutingPolicy;
  readonly now: number;
}

export type RoutingResult =
  | {
      readonly status: 'solved';
      readonly placements: readonly Placement[];
      readonly deferrals: readonly Deferral[];
      readonly proof: Proof;
      readonly fairness: { readonly before: Fairness; readonly after: Fairness };
      readonly match: MatchQuality;
    }
  | { readonly status: 'no_accounts' }
  | { readonly status: 'no_active_csm' };
