import { AppError, type ErrorResponse } from '@/lib/server/errors';
import { session } from './session';

const TIMEOUT_MS = 30_000;

/**
 * Reads a value from our API. A 401 response marks this tab as signed out.
 * @throws AppError with the server's message, or `unexpected` if there is no usable response
 */
export async function fetchJson<Value>(path: string, signal?: AbortSignal): Promise<Value> {
  return parseBody(await request(path, { cache: 'no-store', ...(signal && { signal }) }));
}

/** Like `fetchJson`, for a file. */
export function fetchFile(path: string): Promise<Response> {
  return request(path, { cache: 'no-store' });
}

/**
 * Like `fetchJson`, for a request with a body or one that changes something. It continues if the page
 * is closed.
 */
export async function sendJson<Value>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Value> {
  return parseBody(
    await request(path, {
      method,
      keepalive: true,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }),
  );
}

/**
 * Like `fetchJson`, for a question too long for a URL. Changes nothing, and stops when it is aborted.
 * @param timeoutMs default: 30 seconds
 */
export async function askJson<Value>(
  path: string,
  body: unknown,
  { signal, timeoutMs = TIMEOUT_MS }: { readonly signal: AbortSignal; readonly timeoutMs?: number },
): Promise<Value> {
  return parseBody(
    await request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    }),
  );
}

/** Like `fetchJson`, for a form with a file. */
export async function sendForm<Value>(
  path: string,
  form: FormData,
  { signal }: { readonly signal: AbortSignal },
): Promise<Value> {
  return parseBody(await request(path, { method: 'POST', body: form, signal }));
}

/** Returns a successful response. */
async function request(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, init).catch((cause: unknown) => {
    // The caller canceled it. A timeout has another name.
    const isCanceled = cause instanceof DOMException && cause.name === 'AbortError';
    throw isCanceled ? cause : noResponse(cause);
  });
  if (response.ok) return response;
  const { error } = await parseBody<{ readonly error?: ErrorResponse }>(response);
  if (error?.code === 'sign_in_required') session.set('signed_out');
  throw error?.message ? new AppError(error.code, error.message) : noResponse();
}

async function parseBody<Value>(response: Response): Promise<Value> {
  try {
    return await response.json();
  } catch (cause) {
    throw noResponse(cause);
  }
}

/** The error for a request that got no usable response. */
export function noResponse(cause?: unknown): AppError {
  return new AppError('unexpected', 'The server did not respond. Try again in a moment.', {
    cause,
  });
}
