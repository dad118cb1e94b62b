import type Anthropic from '@anthropic-ai/sdk';
import type { ErrorType } from '@anthropic-ai/sdk/resources/shared';
import type { Env } from '@/lib/server/env';
import type { UnreviewedReason } from './types';

/** With waits of 0.5 s that double each time, about 15 s in total. */
const MAX_RETRIES = 4;
/** Per request. The review's deadline limits all requests together. */
const TIMEOUT_MS = 90_000;

/**
 * Creates a client for Claude, or returns null if there is no key. The SDK retries after 429, 529,
 * other 5xx errors, timeouts, and broken connections: after `retry-after` plus jitter if present,
 * otherwise with exponential backoff.
 */
export async function connectClaude(
  settings: Pick<Env, 'ANTHROPIC_API_KEY' | 'ANTHROPIC_BASE_URL'>,
  options: { readonly maxRetries?: number; readonly timeout?: number } = {},
): Promise<Anthropic | null> {
  if (settings.ANTHROPIC_API_KEY === undefined) return null;
  // The SDK is large, and only reviews need it.
  const { default: Sdk } = await import('@anthropic-ai/sdk');
  return new Sdk({
    apiKey: settings.ANTHROPIC_API_KEY,
    baseURL: settings.ANTHROPIC_BASE_URL ?? null,
    maxRetries: MAX_RETRIES,
    timeout: TIMEOUT_MS,
    fetch: withRetryJitter(fetch),
    // It would log requests, which contain customers' names.
    logLevel: 'off',
    ...options,
  });
}

/** As a share of the requested wait. */
const MAX_JITTER = 0.25;

/**
 * Wraps `fetch` to add up to a quarter of jitter to `retry-after`, so that rejected clients don't all
 * retry at once. The SDK prefers `retry-after-ms` over `retry-after`, and adds jitter only to its own
 * backoff.
 * @param random returns a number from 0 (inclusive) to 1 (exclusive)
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

/** Why a request failed. */
export interface RequestFailure {
  readonly reason: UnreviewedReason;
  /** Whether every other request would fail for the same reason. */
  readonly forAll: boolean;
  /** Whether a retry may help that the SDK has not already made. */
  readonly again: boolean;
}

const FAILS_ONE = { forAll: false, again: false };
const FAILS_ALL = { forAll: true, again: false };

/** Converts an error that the SDK threw after its own retries. Check for aborts before calling it. */
export async function toRequestFailure(error: unknown): Promise<RequestFailure> {
  const { default: Sdk } = await import('@anthropic-ai/sdk');
  // Not an SDK error: the connection broke during the response, which the SDK does not retry.
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
      // An invalid request will also be invalid with other accounts.
      return { reason: 'unavailable', ...(status < 500 ? FAILS_ALL : FAILS_ONE) };
  }
}

/** Converts the error of a batch entry. */
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
