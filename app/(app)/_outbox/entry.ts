import type { Serialized } from '@/app/(app)/_shared/serialized';
import type { Decision } from '@/lib/decisions/decision-outcome';
import type { DecisionRequest } from '@/lib/decisions/input';
import type { ErrorResponse } from '@/lib/server/errors';

type Request = Serialized<DecisionRequest>;
export type AcceptRequest = Extract<Request, { verb: 'accept' }>;
export type OverrideRequest = Extract<Request, { verb: 'override' }>;
export type RejectRequest = Extract<Request, { verb: 'reject' }>;

/** What the queue page adds to a request: "Acme → Ana Diaz". */
interface Labeled {
  readonly label: string;
}

export type NewDecision = Exclude<Request, { verb: 'undo' }> & Labeled;
export type NewUndo = Extract<Request, { verb: 'undo' }> & Labeled;

/** A decision or an undo that the server has not confirmed. */
export type OutboxEntry = (NewDecision | NewUndo) & {
  /** Milliseconds since the epoch, increasing from entry to entry: the order in which to send. */
  readonly createdAt: number;
  readonly state: 'queued' | 'refused';
  /** Why the server refused it. Nothing was changed. */
  readonly error?: ErrorResponse;
};

/** A decision or an undo that the server confirmed. */
export type MadeDecision = Serialized<Decision>;

/** An entry and the decision that the server made from it. */
export interface Decided {
  readonly entry: OutboxEntry;
  readonly decision: MadeDecision;
}

/** The fields of an entry that the server needs. */
export function toRequest(entry: OutboxEntry): Request {
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
