import type { ClassEligibility } from '@/lib/analytics/shared/availability';
import type { Period } from '@/lib/analytics/shared/scope';
import type { Dimension, Exclusion, HealthColor } from '@/lib/engine/types';
import type { CsmChoices, CsmRecord } from '@/lib/read-model/csm-record';
import type { CsmField } from '@/lib/warehouse/sql/csm-edits';
import type { DecisionVerb } from '@/lib/warehouse/sql/decisions';

/** A change of a CSM's details. */
export interface CsmChange {
  readonly id: string;
  readonly field: CsmField;
  /** As text; null if the value was unknown, or the source's that is not known any more. */
  readonly before: string | null;
  /** Null: the edit was removed, so that the source counts. */
  readonly after: string | null;
  readonly byName: string;
  readonly at: Date;
}

/** A CSM's amount of one dimension, with pending recommendations, compared with the active CSMs who may take the same accounts. */
export interface CsmShare {
  readonly dimension: Dimension;
  readonly amount: number;
  readonly mean: number | null;
  readonly median: number | null;
  /** Their share of the accounts that they may take: the target of a run. Null for inactive CSMs. */
  readonly target: number | null;
  /** 1 is the highest amount; null for inactive CSMs. */
  readonly rank: number | null;
  /** The number of active CSMs compared. */
  readonly peers: number;
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
  /** When it was assigned to them, if known. */
  readonly since: Date | null;
}

/** A decision on a recommendation of the CSM, or an override to the CSM. */
export interface CsmDecision {
  readonly id: string;
  readonly recommendationId: string;
  readonly accountId: string;
  readonly accountName: string | null;
  readonly verb: DecisionVerb;
  /** The recommended CSM. */
  readonly from: string | null;
  /** The CSM who received the account. */
  readonly to: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly byName: string;
  readonly at: Date;
}

/** Outcomes of the recommendations of a period. */
export interface CsmOutcomes {
  /** All recommendations of the CSM, counted as in the guide. */
  readonly recommended: number;
  readonly accepted: number;
  readonly overriddenAway: number;
  readonly rejected: number;
  readonly superseded: number;
  readonly pending: number;
  /** Recommendations of other CSMs that were overridden to this CSM. */
  readonly overriddenTo: number;
  /** Mean score of all recommendations of the CSM, 0–100. */
  readonly averageScore: number | null;
}

/** Accounts received in a week, by origin. */
export interface CsmWeek {
  /** Its Monday, `YYYY-MM-DD`. */
  readonly week: string;
  readonly accepted: number;
  readonly overridden: number;
  readonly outside: number;
}

/** Data of a CSM's page. */
export interface CsmDetails {
  readonly name: string;
  /** Null if they are no longer in the CSM view. */
  readonly profile: CsmRecord | null;
  readonly choices: CsmChoices;
  /** What people changed about the details, the newest first. */
  readonly changes: { readonly newest: readonly CsmChange[]; readonly total: number };
  readonly capacity: {
    readonly accounts: number;
    /** Whether it is set for this CSM, not by the policy. */
    readonly own: boolean;
  };
  /** Pending recommendations that reserve the CSM. */
  readonly pending: number;
  readonly book: {
    readonly accounts: number;
    readonly red: number;
    readonly yellow: number;
    readonly green: number;
    readonly unknown: number;
    readonly highNeed: number;
  };
  readonly shares: readonly CsmShare[];
  /** For each class they take; empty if they are not in the CSM view. */
  readonly eligibility: readonly ClassEligibility[];
  readonly cooling: (Exclusion & { readonly by: 'receipt' | 'pending' }) | null;
  readonly lastReceivedAt: Date | null;
  /** Accounts received recently, and the policy's limits. */
  readonly received: {
    readonly last7Days: number;
    readonly weeklyLimit: number;
    readonly last24Hours: number;
    /** Null unless the CSM is new. */
    readonly dailyLimit: number | null;
  };
  readonly bookPage: { readonly accounts: readonly BookAccount[]; readonly total: number };
  readonly period: Period;
  readonly weeks: readonly CsmWeek[];
  /** Accounts received in the same number of days before. */
  readonly receivedBefore: number;
  readonly outcomes: CsmOutcomes;
  readonly decisions: {
    readonly page: number;
    readonly onPage: readonly CsmDecision[];
    readonly total: number;
  };
}
