import * as planned from '@/test/support/planned-faults';
import type { ClaudeRequest } from './requests';

/** A successful response with wrong content. */
type Distortion =
  /** Half of the JSON, with stop_reason `end_turn`. */
  | 'malformed-json'
  /** Prose instead of JSON. */
  | 'prose'
  /** A message without content. */
  | 'empty-content'
  /** stop_reason `refusal`, without content. */
  | 'refusal'
  /** stop_reason `max_tokens`, with half of the JSON. */
  | 'max-tokens'
  /** Every account ID is changed. */
  | 'wrong-ids'
  /** The last requested account is missing. */
  | 'missing-one'
  /** Includes an account that was not requested. */
  | 'extra-one'
  /** Includes the first account twice. */
  | 'duplicate-one';

/** An error response, or the error of a batch entry. */
export interface HttpError {
  readonly status: number;
  /** The `retry-after` header in seconds; may be fractional. */
  readonly retryAfter?: number;
  /** `error.details.error_code`, such as `enforced_spend_limit_reached`. */
  readonly errorCode?: string;
}

/** A connection fault. Applies to HTTP requests, not to batch entries. */
type ConnectionFault =
  /** Disconnects before the request is processed. */
  | 'disconnect-before'
  /** Processes the request, then disconnects without a response. */
  | 'disconnect-after'
  /** Disconnects halfway through the response body. */
  | 'disconnect-mid-body'
  /** Delays processing until the fault is released. */
  | 'hold'
  /** Delays the second half of the response body until the fault is released. */
  | 'hold-mid-body';

/** `expire` applies to batch entries only. */
export type ClaudeFault = Distortion | HttpError | ConnectionFault | 'expire';

export function isHttpError(fault: ClaudeFault | undefined): fault is HttpError {
  return typeof fault === 'object';
}

export type ActiveClaudeFault = planned.ActiveFault<ClaudeFault>;

/** The planned faults. One without a `when` applies to the next `message` request. */
export class ClaudeFaultPlan extends planned.FaultPlan<ClaudeRequest, ClaudeFault> {
  constructor() {
    super(({ kind }) => kind === 'message');
  }
}
