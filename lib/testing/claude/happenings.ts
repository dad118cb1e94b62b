import type { ErrorType } from '@anthropic-ai/sdk/resources/shared';

/** What can be made wrong with an answer, which arrives as if nothing were. */
export type Distortion =
  /** Half of the JSON, as if Claude had ended there by itself. */
  | 'malformed-json'
  /** Words in place of JSON. */
  | 'prose'
  /** A message without any content. */
  | 'empty-content'
  /** stop_reason `refusal`, without content. */
  | 'refusal'
  /** stop_reason `max_tokens`, with half of the JSON. */
  | 'max-tokens'
  /** Every id in the answer is another. */
  | 'wrong-ids'
  /** The last one asked about is missing. */
  | 'leave-one-out'
  /** One that was not asked about comes in addition. */
  | 'add-one'
  /** The first one comes twice. */
  | 'double-one'
  /** The first one is to be reassigned to somebody who was not offered. */
  | 'suggest-outsider'
  /** Any other change to the answer. */
  | { readonly change: (answer: unknown) => unknown };

/** An HTTP error; of a batch's entry, the error in its place. */
export interface Refusal {
  readonly status: number;
  /** Seconds, fractions too; the SDK waits as long. */
  readonly retryAfter?: number;
  /** The usual one of the status unless given. */
  readonly type?: ErrorType;
  /** `error.details.error_code`, such as `enforced_spend_limit_reached`. */
  readonly errorCode?: string;
  readonly message?: string;
}

/** What can be made to happen to the connection. */
export type Interruption =
  /** Cut before anything is done. */
  | 'cut-before'
  /** Answered and paid for, but cut in place of the answer. */
  | 'cut-after'
  /** Cut in the middle of the answer's body. */
  | 'cut-amid'
  /** Nothing is done until the fault is released. */
  | 'hold'
  /** Answered, but the second half of the body waits until the fault is released. */
  | 'hold-amid';

/** What can be made to happen to a request; `expire` only to an entry. */
export type Happening = Distortion | Refusal | Interruption | 'expire';

/** Whether it is the connection that something happens to. */
export function isInterruption(happening: Happening): happening is Interruption {
  return ['cut-before', 'cut-after', 'cut-amid', 'hold', 'hold-amid'].some(
    (each) => each === happening,
  );
}

/** Whether the request is answered by an HTTP error. */
export function isRefusal(happening: Happening | undefined): happening is Refusal {
  return typeof happening === 'object' && 'status' in happening;
}
