import type { OverrideReason, RejectReason } from '@/lib/decisions/labels';
import type { ErrorResponse } from '@/lib/server/errors';

interface RequestFields {
  /** A UUID, created on the key press. Makes retries idempotent. */
  readonly requestId: string;
  readonly recommendationId: string;
}

interface DecisionFields extends RequestFields {
  /** How long the details were on screen, in milliseconds. */
  readonly dwellMs: number | null;
}

export interface AcceptRequest extends DecisionFields {
  readonly verb: 'accept';
  /** The broken rules that the person saw and accepted. */
  readonly acknowledged: readonly string[];
}

export interface OverrideRequest extends DecisionFields {
  readonly verb: 'override';
  readonly csm: string;
  readonly reason: OverrideReason;
  readonly note: string | null;
  readonly acknowledged: readonly string[];
}

export interface RejectRequest extends DecisionFields {
  readonly verb: 'reject';
  readonly reason: RejectReason;
  readonly note: string | null;
}

export interface UndoRequest extends RequestFields {
  readonly verb: 'undo';
  /** The request id of the decision to undo. */
  readonly undoes: string;
}

export type DecisionRequest = AcceptRequest | OverrideRequest | RejectRequest;

/** What the queue page adds to a request: "Acme → Ana Diaz". */
interface Labeled {
  readonly label: string;
}

export type NewDecision = DecisionRequest & Labeled;
export type NewUndo = UndoRequest & Labeled;

/** A decision or an undo that the server has not confirmed. */
export type OutboxEntry = (NewDecision | NewUndo) & {
  /** Milliseconds since the epoch, increasing from entry to entry: the order in which to send. */
  readonly createdAt: number;
  readonly state: 'queued' | 'refused';
  /** Why the server refused it. Nothing was changed. */
  readonly error?: ErrorResponse;
};

/** A decision that the server made, as it describes it. */
export interface MadeDecision {
  readonly id: string;
  readonly verb: OutboxEntry['verb'];
  /** The account's owner after the decision; null after a rejection or an undo. */
  readonly csm: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly accountId: string;
  readonly accountName: string | null;
  /** Claude's review, if it was hidden until this decision. */
  readonly revealed: {
    readonly verdict: string;
    readonly feedback: string;
    readonly suggestedCsm: string | null;
  } | null;
}

/** An entry and the decision that the server made from it. */
export interface Decided {
  readonly entry: OutboxEntry;
  readonly decision: MadeDecision;
}

/** The fields of an entry that the server needs. */
export function toRequest(entry: OutboxEntry): DecisionRequest | UndoRequest {
  const { label, createdAt, state, error, ...request } = entry;
  return request;
}

/** Whether a stored value is an entry. Another version of the app may have stored it. */
export function isOutboxEntry(value: unknown): value is OutboxEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { requestId, recommendationId, verb, label, createdAt, state } =
    value as Partial<OutboxEntry>;
  return (
    [requestId, recommendationId, verb, label].every((field) => typeof field === 'string') &&
    typeof createdAt === 'number' &&
    (state === 'queued' || state === 'refused')
  );
}
