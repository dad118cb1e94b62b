import type { ClassEligibility } from '@/lib/analytics/shared/availability';
import type { Period } from '@/lib/analytics/shared/scope';
import type { Dimension, Exclusion, HealthColor } from '@/lib/engine/types';
import type { DecisionVerb } from '@/lib/warehouse/sql/decisions';

/** What is known of a CSM as a person. */
export interface CsmFacts {
  readonly active: boolean;
  readonly tenureMonths: number | null;
  readonly managerName: string | null;
  /** What they take; null takes any. */
  readonly segment: string | null;
  readonly level: string | null;
  /** While it is to come. */
  readonly awayUntil: Date | null;
}

/** What a CSM carries of one dimension, beside the active CSMs. */
export interface CsmShare {
  readonly dimension: Dimension;
  readonly mine: number;
  readonly mean: number | null;
  readonly median: number | null;
  /**
   * What the team's total would leave them if it were shared by capacity; null for red accounts,
   * which a run shares by tenure too, and for who is not active.
   */
  readonly fair: number | null;
  /** 1 is the most among the active ones; null for who is not active. */
  readonly rank: number | null;
  readonly active: number;
}

/** An account of a CSM's book. */
export interface BookAccount {
  readonly id: string;
  readonly name: string | null;
  readonly neediness: number | null;
  readonly health: number | null;
  readonly color: HealthColor | null;
  readonly revenue: number | null;
  readonly segment: string | null;
  readonly level: string | null;
  /** When it was assigned to them, where the assignments tell. */
  readonly since: Date | null;
}

/** A decision on a recommendation of a CSM, or one that gave them an account. */
export interface CsmDecision {
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string | null;
  readonly verb: DecisionVerb;
  readonly from: string | null;
  readonly to: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly byName: string;
  readonly at: Date;
}

/** What became of a CSM's recommendations in a period. */
export interface CsmOutcomes {
  /** All recommendations of them, as the data team counts them. */
  readonly recommended: number;
  readonly accepted: number;
  readonly overriddenAway: number;
  readonly rejected: number;
  /** Overtaken by an assignment. */
  readonly superseded: number;
  readonly pending: number;
  /** Recommendations of somebody else that were overridden to them. */
  readonly overriddenTo: number;
  /** Mean score of all recommendations of them, 0–100. */
  readonly averageScore: number | null;
}

/** A week's receipts, by how they came about. */
export interface CsmWeek {
  /** Its Monday, `YYYY-MM-DD`. */
  readonly week: string;
  readonly accepted: number;
  readonly overridden: number;
  readonly outside: number;
}

/** Everything that the page of a CSM tells. */
export interface CsmDetails {
  readonly name: string;
  /** Null where the CSMs do not hold them any more. */
  readonly facts: CsmFacts | null;
  readonly capacity: {
    /** Most accounts they may own; their share of the team's capacity is measured by it. */
    readonly accounts: number;
    /** Whether it is their own and not the policy's. */
    readonly own: boolean;
  };
  readonly book: {
    readonly accounts: number;
    readonly red: number;
    readonly yellow: number;
    readonly green: number;
    readonly unknown: number;
    readonly needy: number;
  };
  readonly shares: readonly CsmShare[];
  /** For each class of account that they take; none for who is not known to the CSMs. */
  readonly eligibility: readonly ClassEligibility[];
  readonly cooling: (Exclusion & { readonly by: 'receipt' | 'pending' }) | null;
  /** However long ago. */
  readonly lastReceivedAt: Date | null;
  readonly velocity: {
    readonly week: number;
    readonly perWeek: number;
    readonly day: number;
    /** Null for who is not new. */
    readonly perDay: number | null;
  };
  readonly page: { readonly accounts: readonly BookAccount[]; readonly total: number };
  readonly period: Period;
  readonly weeks: readonly CsmWeek[];
  readonly outcomes: CsmOutcomes;
  readonly decisions: { readonly newest: readonly CsmDecision[]; readonly total: number };
}
