import type { RunResult } from '@/lib/read-model/run-schemas';
import type { DecisionVerb } from '@/lib/warehouse/sql/decisions';
import type { Verdict } from '@/lib/warehouse/sql/reviews';
import type { RecommendationState } from '@/lib/warehouse/sql/shared/state';

/** An earlier owner of the account, and since when, if known. */
export interface PreviousOwner {
  readonly csm: string;
  readonly at: Date | null;
}

/** The run behind an event. */
export interface EventRun {
  readonly id: string;
  /** False for another program's run, which has no page here. */
  readonly ours: boolean;
  /** Who started it, if known. */
  readonly byName: string | null;
}

/** A run recommended a CSM. */
export interface RecommendedEvent {
  readonly kind: 'recommended';
  readonly recommendationId: string | null;
  readonly csm: string;
  readonly method: string | null;
  /** 0–100 */
  readonly score: number | null;
  readonly run: EventRun | null;
  readonly state: RecommendationState;
  /** Who received the account, if this was decided outside the app. */
  readonly assignedOutside: string | null;
  /**
   * `assigned`: the earlier program assigned the account to this CSM without a manager. `replaced`: it
   * did so to another CSM, instead of this one.
   */
  readonly earlierProgram: 'assigned' | 'replaced' | null;
  /** Feedback from another program's model. */
  readonly feedback: string | null;
}

/** Claude reviewed a recommendation. */
export interface ReviewedEvent {
  readonly kind: 'reviewed';
  readonly recommendationId: string;
  /** The recommended CSM. */
  readonly csm: string;
  readonly model: string | null;
  /** Null, like the rest of the review, while it is blinded. */
  readonly verdict: Verdict | null;
  /** 0–100 */
  readonly confidence: number | null;
  readonly suggestedCsm: string | null;
  readonly feedback: string | null;
}

/** A manager made or undid a decision. */
export interface DecidedEvent {
  readonly kind: 'decided';
  readonly recommendationId: string;
  readonly verb: DecisionVerb;
  readonly byName: string;
  readonly recommendedCsm: string | null;
  /** Who received the account. */
  readonly csm: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  /** Flags of the rules that the decision overrode. */
  readonly acknowledgedRules: readonly string[];
  readonly previousOwner: PreviousOwner | null;
  /** Whether it was undone later. */
  readonly undone: boolean;
  /** Whether this decision's assignment is still the current one. */
  readonly isCurrent: boolean;
}

/** A person added a note. */
export interface NotedEvent {
  readonly kind: 'noted';
  readonly byName: string;
  readonly note: string;
}

/** A person marked the account as needing a CSM, or took the mark back. */
export interface MarkedEvent {
  readonly kind: 'marked';
  /** False if the mark was taken back. */
  readonly marked: boolean;
  readonly byName: string;
  readonly reason: string | null;
  /** Whether this mark is why the account needs a CSM. */
  readonly inEffect: boolean;
}

/** The account was assigned outside the app. */
export interface AssignedEvent {
  readonly kind: 'assigned';
  readonly csm: string;
  readonly method: string | null;
  readonly feedback: string | null;
  readonly isCurrent: boolean;
}

/** A run could not place the account. */
export interface DeferredEvent {
  readonly kind: 'deferred';
  readonly run: EventRun;
  readonly deferral: RunResult['deferrals'][number];
}

/** An event in an account's history. */
export type AccountEvent = {
  readonly id: string;
  readonly at: Date;
} & (
  | { readonly kind: 'needed' }
  | RecommendedEvent
  | ReviewedEvent
  | DecidedEvent
  | NotedEvent
  | MarkedEvent
  | AssignedEvent
  | DeferredEvent
);
