import { AppError, type ErrorResponse } from '@/lib/server/errors';
import { session } from './session';

/**
 * Reads a value from our API with a GET, or with a POST if there is something to send. A 401 response
 * marks this tab as signed out.
 * @throws AppError with the server's message, or `unexpected` if there is no usable response
 */
export async function fetchJson<Value>(
  path: string,
  signal?: AbortSignal,
  request?: unknown,
): Promise<Value> {
  const { ok, body } = await fetchBody(path, signal, request);
  if (ok) return body as Value;
  const { error } = body as { readonly error?: ErrorResponse };
  if (error?.code === 'sign_in_required') session.set('signed_out');
  if (error?.message) throw new AppError(error.code, error.message);
  throw noResponse();
}

async function fetchBody(path: string, signal: AbortSignal | undefined, request: unknown) {
  const post = request !== undefined && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  };
  try {
    const response = await fetch(path, { cache: 'no-store', ...(signal && { signal }), ...post });
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
