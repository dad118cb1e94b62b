import type { ErrorType } from '@anthropic-ai/sdk/resources/shared';
import type { ReasonCode } from './reasons';

/** Why a request came to nothing. */
export interface Failure {
  readonly reason: ReasonCode;
  /** Whether every other request would fail for the same reason. */
  readonly forAll: boolean;
  /** Whether asking once more may help where the SDK has not already done so. */
  readonly again: boolean;
}

const once = { forAll: false, again: false };
const always = { forAll: true, again: false };

/** Reads what the SDK threw after its own retries; a signal's abort is the caller's to know of. */
export async function failureOf(error: unknown): Promise<Failure> {
  const { default: Sdk } = await import('@anthropic-ai/sdk');
  // Not the SDK's: the connection broke within the answer, which it leaves to us.
  if (!(error instanceof Sdk.AnthropicError)) {
    return { reason: 'unavailable', forAll: false, again: true };
  }
  if (error instanceof Sdk.APIConnectionTimeoutError) return { reason: 'timeout', ...once };
  if (!(error instanceof Sdk.APIError) || error.status === undefined) {
    return { reason: 'unavailable', ...once };
  }
  if (error.errorCode?.endsWith('spend_limit_reached')) return { reason: 'unavailable', ...always };
  return failureOfStatus(error.status, error.type);
}

function failureOfStatus(status: number, type: ErrorType | null): Failure {
  if (type === 'overloaded_error') return { reason: 'overloaded', ...once };
  switch (status) {
    case 401:
    case 403:
      return { reason: 'bad_key', ...always };
    case 408:
    case 504:
      return { reason: 'timeout', ...once };
    case 429:
    case 503:
    case 529:
      return { reason: 'overloaded', ...once };
    default:
      // A request that is not understood will not be understood with other accounts in it either.
      return { reason: 'unavailable', ...(status < 500 ? always : once) };
  }
}

/** Why an entry of a batch came to nothing. */
export function reasonOfType(type: ErrorType): ReasonCode {
  switch (type) {
    case 'authentication_error':
    case 'permission_error':
      return 'bad_key';
    case 'overloaded_error':
    case 'rate_limit_error':
      return 'overloaded';
    case 'timeout_error':
      return 'timeout';
    default:
      return 'unavailable';
  }
}
