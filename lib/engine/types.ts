/**
 * The engine's public contract: plain readonly data in, a discriminated union out.
 * Times are in epoch milliseconds. Revenue is per year, in the source's currency.
 */

import type { AccountClass } from './account-class';
import type { RoutingPolicy } from './policy';

export const healthColors = ['red', 'yellow', 'green'] as const;
export type HealthColor = (typeof healthColors)[number];

/** Whether a source's color is one that the engine knows. */
export function isHealthColor(color: string | null): color is HealthColor {
  return healthColors.some((known) => known === color);
}

/** A term of a pair's cost, which the policy gives a weight. Waiting is a cost of the account alone. */
export type Factor = Exclude<keyof RoutingPolicy['weights'], 'waiting'>;

/** All factors, in display order. */
export const factors = [
  'accounts',
  'neediness',
  'revenue',
  'red',
  'experience',
  'recency',
] as const satisfies readonly Factor[];

/** The factors that are totals of a book. Balance is measured over these. */
export const dimensions = ['accounts', 'neediness', 'revenue', 'red'] as const;
export type Dimension = (typeof dimensions)[number];

/** The scores that may be missing. The engine then uses the pool's median. */
export type ScoreName = 'neediness' | 'health' | 'revenue';

/** An account to place. A missing or invalid score is null. */
export interface RoutableAccount extends AccountClass {
  readonly id: string;
  readonly name: string;
  /** 0–10 */
  readonly neediness: number | null;
  /** 0–100 */
  readonly health: number | null;
  /** The source's color. If null, the policy's thresholds decide. */
  readonly color: HealthColor | null;
  readonly revenue: number | null;
  /** Since when the account has needed a CSM. If null or in the future, it counts as now. */
  readonly waitingSince: number | null;
  /** CSMs rejected for this account, and until when each rejection counts. */
  readonly rejected: readonly { readonly csm: string; readonly until: number }[];
}

/** Totals of accounts. */
export interface Book {
  readonly accounts: number;
  readonly neediness: number;
  readonly revenue: number;
  readonly red: number;
  readonly green: number;
}

/** A pending recommendation, which reserves its CSM. */
export interface Reservation extends AccountClass {
  /** When it was made. */
  readonly at: number;
  /** What the account adds to a book. */
  readonly book: Book;
  readonly needy: boolean;
}

/** A CSM, active or not. A null segment or level means any. */
export interface Csm extends AccountClass {
  readonly name: string;
  readonly active: boolean;
  readonly tenureMonths: number | null;
  /** Maximum number of accounts. If null, the policy decides. */
  readonly capacity: number | null;
  /** When a leave starts that was planned ahead. If null, the CSM is away already. */
  readonly awayFrom: number | null;
  readonly awayUntil: number | null;
  /** The accounts that the CSM owns. */
  readonly book: Book;
  /** The book by class. Accounts that are missing here count as the CSM's own class. */
  readonly byClass: readonly (AccountClass & { readonly book: Book })[];
  /** When each account of the last 7 days was received. */
  readonly received: readonly number[];
  /** The same for high-need accounts. */
  readonly receivedNeedy: readonly number[];
  /** When the last account was received; null if that is too long ago for any rule. */
  readonly lastReceivedAt: number | null;
  /** The CSM's pending recommendations. If the policy says so, each counts as if accepted. */
  readonly reservations: readonly Reservation[];
}

/** Why a CSM is not eligible to receive an account now. */
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
  /** When this may change, if known. */
  readonly until: number | null;
}

/** A CSM within reach who would have been better than the chosen one, but was not eligible. */
export interface BetterCsm extends Exclusion {
  /** 0–100 */
  readonly score: number;
}

/** CSMs who were not eligible for an account, for the same reason until the same time. */
export interface ExcludedCsms extends Omit<Exclusion, 'csm'> {
  readonly csms: readonly string[];
}

/** A CSM considered for an account: the cost, and whether the CSM is eligible. */
export interface Candidate {
  readonly csm: string;
  readonly tenureMonths: number | null;
  /** Objective units; lower is better. */
  readonly cost: number;
  readonly costs: Readonly<Record<Factor, number>>;
  /** 0–100; 100 if no CSM within reach would have been better. */
  readonly score: number;
  /** With the CSM's pending recommendations, if they count. */
  readonly bookBefore: Book;
  readonly bookAfter: Book;
  /** Maximum number of accounts for this account's class. */
  readonly capacity: number;
  /** How many of the accounts in the books are pending recommendations. */
  readonly reserved: number;
  /** Null if eligible. */
  readonly exclusion: Exclusion | null;
  /** The other account of the same run that this CSM received. */
  readonly placedWith: string | null;
}

/** Why an account went to its CSM. Self-contained, so it can be read years later. */
export interface Explanation {
  readonly chosen: Candidate;
  /** The five best other CSMs who were eligible before the run, best first. */
  readonly alternatives: readonly Candidate[];
  /** The best first. */
  readonly better: readonly BetterCsm[];
  /** All others who were not eligible. */
  readonly excluded: readonly ExcludedCsms[];
  /** Missing scores, with the value used instead. */
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

/** An account that could not be placed, with the binding reason and when that may change. */
export interface Deferral {
  readonly accountId: string;
  readonly reason: ExclusionReason;
  readonly until: number | null;
  /** How many active CSMs each reason excluded. */
  readonly counts: Readonly<Partial<Record<ExclusionReason, number>>>;
}

/** How evenly a dimension is distributed over a set of CSMs. */
export interface Evenness {
  /** Coefficient of variation, in percent. */
  readonly cv: number;
  readonly gini: number;
  readonly maxOverMean: number;
}

/** The dimensions in which CSMs can be equally full: per unit of capacity. */
export const fullnessDimensions = ['accounts', 'neediness', 'revenue'] as const;
export type FullnessDimension = (typeof fullnessDimensions)[number];

/** How evenly the active CSMs who take some classes of accounts are filled. */
export interface ClassFairness {
  /** The classes that exactly these CSMs take. */
  readonly classes: readonly AccountClass[];
  /** The number of CSMs. */
  readonly csms: number;
  readonly fullness: Readonly<Record<FullnessDimension, Evenness | null>>;
}

/**
 * How evenly the active CSMs are filled. A CSM is as full as their load ÷ their target. Null where there
 * is nothing to compare.
 */
export interface Fairness {
  /** The number of CSMs. */
  readonly csms: number;
  /** Over all of them with peers, each compared with their own classes. */
  readonly fullness: Readonly<Record<FullnessDimension, Evenness | null>>;
  /** For each class that has accounts and a CSM; classes with the same CSMs together. */
  readonly byClass: readonly ClassFairness[];
  /** Of the amounts, whatever the capacity and class. These can't be even. */
  readonly amounts: Readonly<Record<Dimension, Evenness | null>>;
  readonly overCapacity: number;
  readonly nearCapacity: number;
}

/** Percentages (0–100) of the accounts placed in a run; null if there were none of the kind. */
export interface MatchQuality {
  readonly needyWithExperienced: number | null;
  readonly redWithSenior: number | null;
  readonly newCsmGreen: number | null;
}

/** Match quality of a run, and how long all accounts that it could place had waited. */
export interface RunMatchQuality extends MatchQuality {
  /** In days; null if it is not known of any account. */
  readonly waits: { readonly longest: number; readonly p95: number } | null;
}

/** Waiting accounts of a class that no active CSM takes. */
export interface UntakenClass extends AccountClass {
  readonly accounts: number;
  /** Since when the first of them has waited; null if unknown. */
  readonly waitingSince: number | null;
}

/**
 * What a run proves. The most accounts are placed; of the runs that place them, none costs less than
 * `bound`.
 */
export interface Proof {
  /** One account per CSM is solved exactly; several are improved until the gap is small. */
  readonly method: 'assignment' | 'drain';
  readonly placed: number;
  /** No run places more accounts. */
  readonly placedBound: number;
  /** How much the placements add to the objective, without what waiting costs. */
  readonly primal: number;
  readonly bound: number;
  /** What the accounts that were not placed cost the objective by waiting. */
  readonly waiting: number;
  /**
   * primal − bound, as a percentage of what the placements gain (−primal); 0 if the result is
   * optimal, null if they gain nothing.
   */
  readonly gapPercent: number | null;
}

export interface RoutingProblem {
  /** All accounts that could be placed. */
  readonly accounts: readonly RoutableAccount[];
  /** Place at most this many; null for all. */
  readonly limit: number | null;
  readonly csms: readonly Csm[];
  /** The pool's medians; null if no account has that score. */
  readonly medians: Readonly<Record<ScoreName, number | null>>;
  readonly policy: RoutingPolicy;
  readonly now: number;
}

export type RoutingResult =
  | {
      readonly status: 'solved';
      readonly placements: readonly Placement[];
      /** At most `MAX_DEFERRALS`, the most urgent first. */
      readonly deferrals: readonly Deferral[];
      /** How many accounts could not be placed. */
      readonly deferred: number;
      /** How many could have been placed if the batch had not been full. */
      readonly left: number;
      readonly untaken: readonly UntakenClass[];
      readonly proof: Proof;
      readonly fairness: { readonly before: Fairness; readonly after: Fairness };
      readonly match: RunMatchQuality;
    }
  | { readonly status: 'no_accounts' }
  | { readonly status: 'no_active_csm' };
