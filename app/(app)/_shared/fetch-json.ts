import { AppError, type ErrorResponse } from '@/lib/server/errors';
import { session } from './session';

/**
 * Reads a value from our API. A 401 response marks this tab as signed out.
 * @throws AppError with the server's message, or `unexpected` if there is no usable response
 */
export async function fetchJson<Value>(path: string, signal?: AbortSignal): Promise<Value> {
  const { ok, body } = await fetchBody(path, signal);
  if (ok) return body as Value;
  const { error } = body as { readonly error?: ErrorResponse };
  if (error?.code === 'sign_in_required') session.set('signed_out');
  if (error?.message) throw new AppError(error.code, error.message);
  throw noResponse();
}

async function fetchBody(path: string, signal: AbortSignal | undefined) {
  try {
    const response = await fetch(path, { cache: 'no-store', ...(signal && { signal }) });
    return { ok: response.ok, body: await response.json() };
  } catch (cause) {
    throw signal?.aborted ? cause : noResponse(cause);
  }
}

/** The error for a request that got no usable response. */
export function noResponse(cause?: unknown): AppError {
  return new AppError('unexpected', 'The server did not respond. Try again in a moment.', {
    cause,
  });
}
