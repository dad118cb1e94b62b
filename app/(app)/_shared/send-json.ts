import { AppError, type ErrorResponse } from '@/lib/server/errors';
import { noResponse } from './fetch-json';
import { session } from './session';

const TIMEOUT_MS = 30_000;

/**
 * Changes something through our API. The request continues if the page is closed. A 401 response marks
 * this tab as signed out.
 * @throws AppError with the server's message, or `unexpected` if there is no usable response
 */
export async function sendJson<Value>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Value> {
  const response = await fetch(path, {
    method,
    keepalive: true,
    headers: { 'content-type': 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw noResponse(cause);
  });
  const value: unknown = await response.json().catch((cause: unknown) => {
    throw noResponse(cause);
  });
  if (response.ok) return value as Value;
  const { error } = value as { readonly error?: ErrorResponse };
  if (error?.code === 'sign_in_required') session.set('signed_out');
  if (error?.message) throw new AppError(error.code, error.message);
  throw noResponse();
}
