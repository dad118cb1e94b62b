import type { RunResult } from '@/lib/read-model/run-schemas';
import type { DecisionVerb } from '@/lib/warehouse/sql/decisions';
import type { Verdict } from '@/lib/warehouse/sql/reviews';
import type { RecommendationState } from '@/lib/warehouse/sql/rule-warnings';

/** Who had an account, and since when as far as that is known. */
export interface PreviousOwner {
  readonly csm: string;
  readonly at: Date | null;
}

/** A run that an account's event came of. */
export interface EventRun {
  readonly id: string;
  /** False of another program, whose runs have no page here. */
  readonly ours: boolean;
  /** Who started it, where that is known. */
  readonly byName: string | null;
}

/** An engine proposed a CSM. */
export interface RecommendedEvent {
  readonly kind: 'recommended';
  readonly recommendationId: string | null;
  readonly csm: string;
  readonly method: string | null;
  /** 0–100 */
  readonly score: number | null;
  readonly run: EventRun | null;
  readonly state: RecommendationState;
  /** Who received the account by it, where it was decided without a decision of ours. */
  readonly outside: string | null;
  /** What another program's model said of it. */
  readonly feedback: string | null;
}

/** Claude looked at a recommendation. */
export interface ReviewedEvent {
  readonly kind: 'reviewed';
  /** The recommended one. */
  readonly csm: string;
  readonly model: string | null;
  /** Null, as is all that Claude said, while it is kept back. */
  readonly verdict: Verdict | null;
  /** 0–100 */
  readonly confidence: number | null;
  readonly suggestedCsm: string | null;
  readonly feedback: string | null;
}

/** A manager decided, or took a decision back. */
export interface DecidedEvent {
  readonly kind: 'decided';
  readonly verb: DecisionVerb;
  readonly byName: string;
  readonly recommendedCsm: string | null;
  /** Who received the account. */
  readonly csm: string | null;
  readonly reason: string | null;
  readonly note: string | null;
  /** The flags of the rules set aside. */
  readonly setAside: readonly string[];
  /** Who had the account before. */
  readonly before: PreviousOwner | null;
  /** Whether it was taken back later. */
  readonly undone: boolean;
  /** Whether the account's assignment is still the one that this wrote. */
  readonly stands: boolean;
}

/** The account was given to a CSM by something else than a decision here. */
export interface AssignedEvent {
  readonly kind: 'assigned';
  readonly csm: string;
  readonly method: string | null;
  readonly feedback: string | null;
  /** Whether it still is so. */
  readonly stands: boolean;
}

/** A run found nobody for it. */
export interface DeferredEvent {
  readonly kind: 'deferred';
  readonly run: EventRun;
  readonly deferral: RunResult['deferrals'][number];
}

/** Something that happened to an account. */
export type AccountEvent = {
  readonly id: string;
  readonly at: Date;
} & (
  | { readonly kind: 'needed' }
  | RecommendedEvent
  | ReviewedEvent
  | DecidedEvent
  | AssignedEvent
  | DeferredEvent
);
