import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import { answerFailure } from './answer';
import { authorizeToken } from './auth/authorize-token';
import { currentPerson } from './auth/current-person';
import type { Person } from './auth/person';
import type { Context } from './context';
import { AppError, errorStatus } from './errors';
import { parseInput } from './parse';
import { warehouse } from './warehouse/open';

/** No request has more to say than this, in bytes. */
const largestBody = 64 * 1024;

/**
 * Who makes a request to the API: the holder of its bearer token, else the person signed in.
 * @throws AppError `sign_in_required`; `forbidden` for a change asked for by another site.
 */
export async function requestPerson(request: Request): Promise<Person> {
  const header = request.headers.get('authorization');
  if (header) return authorizeToken(header);
  const from = request.headers.get('sec-fetch-site') ?? 'same-origin';
  if (request.method !== 'GET' && from !== 'same-origin' && from !== 'none') {
    throw new AppError('forbidden', 'Another site asked for this, so nothing was changed.');
  }
  return currentPerson();
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
    const person = await requestPerson(request);
    const given = typeof input === 'function' ? await input(request) : input;
    const parsed = parseInput(schema, given);
    const context = { warehouse: await warehouse(), person, now: () => new Date() };
    return json(await verb(context, parsed), options.status ?? 200);
  } catch (error) {
    unstable_rethrow(error);
    return failure(name, error);
  }
}

/** The answer to a request that failed, for routes that do not go through `runRoute`. */
export function failure(name: string, error: unknown): Response {
  const answer = answerFailure(name, error);
  const status = errorStatus[answer.code];
  const response = json({ error: answer }, status);
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
    if (size > largestBody) {
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

function json(value: unknown, status: number): Response {
  return Response.json(value, { status, headers: { 'cache-control': 'no-store' } });
}
