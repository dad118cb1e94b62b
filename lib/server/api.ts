import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import { authorizeToken } from './auth/current-person';
import { type Context, requestWarehouse, signedInContext, type WarehouseRequest } from './context';
import { env } from './env';
import { AppError, errorStatus } from './errors';
import { reportError } from './log';
import { parseInput } from './parse-input';

/** No request has more to say than this, in bytes. */
const MAX_BODY_BYTES = 64 * 1024;

/**
 * What a verb is given when a request to the API calls it: for the holder of its bearer token,
 * else for the person signed in. A GET is cancelled when whoever asked has gone.
 * @throws AppError `sign_in_required`; `forbidden` for a change asked for by another site; or the
 *   warehouse's own codes.
 */
export async function apiContext(request: Request): Promise<Context> {
  const { method, headers, signal } = request;
  const path = new URL(request.url).pathname;
  const asked: WarehouseRequest = { path, signal, purpose: method === 'GET' ? 'data' : 'change' };
  const header = headers.get('authorization');
  if (header) {
    const person = authorizeToken(header);
    return {
      warehouse: await requestWarehouse(person.email, asked),
      person,
      now: () => new Date(),
      claude: env(),
    };
  }
  const from = headers.get('sec-fetch-site') ?? 'same-origin';
  if (method !== 'GET' && from !== 'same-origin' && from !== 'none') {
    throw new AppError('forbidden', 'Another site asked for this, so nothing was changed.');
  }
  return signedInContext(asked);
}

/**
 * Answers a request to the API in JSON: authenticates, parses, calls one verb. A failure is
 * `{ error: ErrorAnswer }` under the status of its code.
 * @param input what to parse; `readJson` where it is the body
 */
export async function runRoute<Input, Value>(
  name: string,
  request: Request,
  schema: z.ZodType<Input>,
  input: unknown | ((request: Request) => Promise<unknown>),
  verb: (context: Context, input: Input) => Promise<Value>,
  options: { readonly status?: number } = {},
): Promise<Response> {
  try {
    const context = await apiContext(request);
    const given = typeof input === 'function' ? await input(request) : input;
    const parsed = parseInput(schema, given);
    return jsonResponse(await verb(context, parsed), options.status ?? 200);
  } catch (error) {
    unstable_rethrow(error);
    return failureResponse(name, error);
  }
}

/** The answer to a request that failed, for routes that do not go through `runRoute`. */
export function failureResponse(name: string, error: unknown): Response {
  const answer = reportError(name, error);
  const status = errorStatus[answer.code];
  const response = jsonResponse({ error: answer }, status);
  if (status === 401) response.headers.set('www-authenticate', 'Bearer');
  return response;
}

/**
 * Reads a request's body as JSON.
 * @throws AppError `invalid_input` when it is no JSON or over 64 KB, which is not read to its end.
 */
export async function readJson(request: Request): Promise<unknown> {
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for await (const piece of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += piece.byteLength;
    if (size > MAX_BODY_BYTES) {
      throw new AppError('invalid_input', 'The body of the request is larger than 64 KB.');
    }
    text += decoder.decode(piece, { stream: true });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid_input', 'The body of the request is not JSON.', { cause });
  }
}

function jsonResponse(value: unknown, status: number): Response {
  return Response.json(value, { status, headers: { 'cache-control': 'no-store' } });
}
