import type { ErrorType } from '@anthropic-ai/sdk/resources/shared';
import * as planned from '@/test/support/planned-faults';
import type { ClaudeRequest, ClaudeRequestKind } from './requests';

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
export interface HttpError {
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
export type ClaudeFault = Distortion | HttpError | Interruption | 'expire';

/** Whether it is the connection that something happens to. */
export function isInterruption(happening: ClaudeFault): happening is Interruption {
  return ['cut-before', 'cut-after', 'cut-amid', 'hold', 'hold-amid'].some(
    (each) => each === happening,
  );
}

/** Whether the request is answered by an HTTP error. */
export function isHttpError(happening: ClaudeFault | undefined): happening is HttpError {
  return typeof happening === 'object' && 'status' in happening;
}

export type ActiveClaudeFault = planned.ActiveFault<ClaudeFault>;

/** Whether this is a thing that can happen to a request of this kind. */
function appliesTo(happening: ClaudeFault, kind: ClaudeRequestKind): boolean {
  if (kind === 'batch-entry') return !isInterruption(happening);
  if (kind === 'message') return happening !== 'expire';
  return isInterruption(happening) || isHttpError(happening);
}

/** The faults that are planned; they meet questions, alone or in a batch, unless told otherwise. */
export class ClaudeFaultPlan extends planned.FaultPlan<ClaudeRequest, ClaudeFault> {
  constructor() {
    super(
      ({ kind }) => kind === 'message' || kind === 'batch-entry',
      (happening, { kind }) => appliesTo(happening, kind),
    );
  }
}
