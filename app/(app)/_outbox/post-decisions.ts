import type { Serialized } from '@/app/(app)/_shared/serialized';
import type { DecisionOutcome } from '@/lib/decisions/decision-outcome';
import type { ErrorResponse } from '@/lib/server/errors';
import { type OutboxEntry, toRequest } from './entry';
import { MAX_KEEPALIVE_BYTES } from './next-batch';

/** The server's own timeout of a statement is 30 seconds: its answer says what is wrong. */
const TIMEOUT_MS = 40_000;

type Outcome = Serialized<DecisionOutcome>;

/** What the server did with a request. */
export type DecisionsResponse =
  | { readonly kind: 'outcomes'; readonly outcomes: readonly Outcome[] }
  /** Nothing was decided. */
  | { readonly kind: 'error'; readonly status: number; readonly error: ErrorResponse }
  /** No usable response arrived, so the outcome is unknown. */
  | { readonly kind: 'no_response' };

/**
 * Sends entries to the server in one request, which continues if the page is closed and the browser
 * allows it for so many bytes. Otherwise the next page sends them again. Never rejects.
 * @param person the email of the person who decided
 */
export async function postDecisions(
  url: string,
  person: string,
  entries: readonly OutboxEntry[],
): Promise<DecisionsResponse> {
  const body = JSON.stringify({ person, requests: entries.map(toRequest) });
  try {
    const response = await fetch(url, {
      method: 'POST',
      keepalive: new TextEncoder().encode(body).length <= MAX_KEEPALIVE_BYTES,
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { status } = response;
    const { outcomes, error } = (await response.json()) as {
      readonly outcomes?: readonly Outcome[];
      readonly error?: ErrorResponse;
    };
    if (response.ok && Array.isArray(outcomes)) return { kind: 'outcomes', outcomes };
    if (!response.ok && error?.message) return { kind: 'error', status, error };
  } catch {
    // No connection, a timeout, or a response from a proxy instead of the app.
  }
  return { kind: 'no_response' };
}
