import type Anthropic from '@anthropic-ai/sdk';
import type { ErrorType } from '@anthropic-ai/sdk/resources/shared';
import type { Env } from '@/lib/server/env';
import type { UnreviewedReason } from './types';

/** With 0.5 s before the first and twice as long before each next one, about 15 s in all. */
const maxRetries = 4;
/** The longest that one request may take to be answered; the deadline bounds them all. */
const timeout = 90_000;

/**
 * A client for Claude, null where there is no key and review is therefore off. The SDK repeats what
 * 429, 529, other 5xx, timeouts and broken connections kept from being answered: as late as
 * `retry-after` says and by chance a little later, else after a doubling wait less a random quarter.
 */
export async function connectClaude(
  settings: Pick<Env, 'ANTHROPIC_API_KEY' | 'ANTHROPIC_BASE_URL'>,
  options: { readonly maxRetries?: number; readonly timeout?: number } = {},
): Promise<Anthropic | null> {
  if (settings.ANTHROPIC_API_KEY === undefined) return null;
  // Only reviewing needs it, and it is large.
  const { default: Sdk } = await import('@anthropic-ai/sdk');
  return new Sdk({
    apiKey: settings.ANTHROPIC_API_KEY,
    baseURL: settings.ANTHROPIC_BASE_URL ?? null,
    maxRetries,
    timeout,
    fetch: withRetryJitter(fetch),
    // What it would log are requests, and with them the customers' names.
    logLevel: 'off',
    ...options,
  });
}

/** At most this much longer than Claude asks for, as a share of it. */
const MAX_JITTER = 0.25;

/**
 * The same `fetch`, whose answers ask to be tried again after their `retry-after` and up to a quarter
 * more, so that all who were turned away at once do not come back at once. The SDK heeds
 * `retry-after-ms` before `retry-after`, and spreads only the waits that it chooses itself.
 * @param random answers 0 up to 1
 */
export function withRetryJitter(
  fetch: typeof globalThis.fetch,
  random = Math.random,
): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    if (!(seconds > 0) || response.headers.has('retry-after-ms')) return response;
    const headers = new Headers(response.headers);
    headers.set('retry-after-ms', String(Math.ceil(seconds * 1_000 * (1 + MAX_JITTER * random()))));
    const { status, statusText, body } = response;
    return new Response(body, { status, statusText, headers });
  };
}

/** Why a request came to nothing. */
export interface RequestFailure {
  readonly reason: UnreviewedReason;
  /** Whether every other request would fail for the same reason. */
  readonly forAll: boolean;
  /** Whether asking once more may help where the SDK has not already done so. */
  readonly again: boolean;
}

const FAILS_ONE = { forAll: false, again: false };
const FAILS_ALL = { forAll: true, again: false };

/** Reads what the SDK threw after its own retries; a signal's abort is the caller's to know of. */
export async function toRequestFailure(error: unknown): Promise<RequestFailure> {
  const { default: Sdk } = await import('@anthropic-ai/sdk');
  // Not the SDK's: the connection broke within the answer, which it leaves to us.
  if (!(error instanceof Sdk.AnthropicError)) {
    return { reason: 'unavailable', forAll: false, again: true };
  }
  if (error instanceof Sdk.APIConnectionTimeoutError) return { reason: 'timeout', ...FAILS_ONE };
  if (!(error instanceof Sdk.APIError) || error.status === undefined) {
    return { reason: 'unavailable', ...FAILS_ONE };
  }
  if (error.errorCode?.endsWith('spend_limit_reached'))
    return { reason: 'unavailable', ...FAILS_ALL };
  return failureForStatus(error.status, error.type);
}

function failureForStatus(status: number, type: ErrorType | null): RequestFailure {
  if (type === 'overloaded_error') return { reason: 'overloaded', ...FAILS_ONE };
  switch (status) {
    case 401:
    case 403:
      return { reason: 'bad_key', ...FAILS_ALL };
    case 408:
    case 504:
      return { reason: 'timeout', ...FAILS_ONE };
    case 429:
    case 503:
    case 529:
      return { reason: 'overloaded', ...FAILS_ONE };
    default:
      // A request that is not understood will not be understood with other accounts in it either.
      return { reason: 'unavailable', ...(status < 500 ? FAILS_ALL : FAILS_ONE) };
  }
}

/** Why an entry of a batch came to nothing. */
export function reasonForErrorType(type: ErrorType): UnreviewedReason {
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
