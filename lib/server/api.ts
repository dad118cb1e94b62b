import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import { authorizeToken, requireScope } from './auth/api-tokens';
import { signedInSession } from './auth/current-person';
import { requireSameOrigin } from './auth/same-origin';
import { publicUrl } from './auth/session';
import type { TokenScope } from './auth/token-scopes';
import {
  type Context,
  getReadModel,
  getWarehouse,
  requestWarehouse,
  serverSettings,
  signedInContext,
  type WarehouseRequest,
} from './context';
import { AppError, errorStatus, hideServerDetails } from './errors';
import { reportError } from './log';
import { parseInput } from './parse-input';
import { readBody } from './request-body';

const DEFAULT_BODY_BYTES = 64 * 1024;
const MIN_COMPRESSED_LENGTH = 1024;

/** Who may send a request, besides people who are signed in. */
interface Access {
  /** The scope that an API token needs. Without it, no API token may send the request. */
  readonly scope?: TokenScope;
}

/**
 * Returns the context of an API request, for its bearer token or else for the signed-in person.
 * The statements of a GET are canceled when the client disconnects.
 * @throws AppError `sign_in_required`; `forbidden` for a cross-site change or a token without the
 * scope; or a warehouse code
 */
async function apiContext(request: Request, { scope }: Access): Promise<Context> {
  const { method, headers, signal } = request;
  const path = new URL(request.url).pathname;
  const purpose = method === 'GET' ? 'data' : 'change';
  const warehouseRequest: WarehouseRequest = { path, signal, purpose };
  const header = headers.get('authorization');
  if (header) {
    const holder = await authorizeToken(getWarehouse, header, new Date()).catch(rejectStranger);
    requireScope(holder, scope);
    const { person } = holder;
    return {
      warehouse: await requestWarehouse(person.email, warehouseRequest),
      readModel: await getReadModel(),
      person,
      ...serverSettings(),
    };
  }
  if (method !== 'GET') {
    // Without a session, what is missing is the session.
    await signedInSession();
    requireSameOrigin(headers, publicUrl());
  }
  return signedInContext(warehouseRequest);
}

function rejectStranger(error: unknown): never {
  throw hideServerDetails(error);
}

/**
 * Handles an API request: authenticates, parses, calls one service, and responds in JSON. An error
 * becomes `{ error: ErrorResponse }` with the HTTP status of its code.
 * @param input the value to parse, or a function that reads it, such as `readJson`
 */
export async function runRoute<Input, Value>(
  name: string,
  request: Request,
  schema: z.ZodType<Input>,
  input: unknown | ((request: Request) => Promise<unknown>),
  service: (context: Context, input: Input) => Promise<Value>,
  options: Access & { readonly status?: number } = {},
): Promise<Response> {
  try {
    const context = await apiContext(request, options);
    const parsed = parseInput(schema, typeof input === 'function' ? await input(request) : input);
    return jsonResponse(await service(context, parsed), options.status ?? 200);
  } catch (error) {
    unstable_rethrow(error);
    return failureResponse(name, error);
  }
}

/** Handles an API request that responds with server-sent events. Errors are as in `runRoute`. */
export async function runEventStream(
  name: string,
  request: Request,
  service: (context: Context, disconnected: AbortSignal) => ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<Response> {
  try {
    const stream = service(await apiContext(request, {}), request.signal);
    return new Response(stream, {
      headers: {
        'content-type': 'text/event-stream',
        // A proxy that compresses or buffers would hold messages back.
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    });
  } catch (error) {
    unstable_rethrow(error);
    return failureResponse(name, error);
  }
}

/** A file to download. Its text may be read in parts, so that a long list never fills memory. */
export interface Download {
  readonly fileName: string;
  readonly text: string | AsyncIterable<string>;
}

/**
 * Handles an API request that responds with a CSV file. Errors are as in `runRoute`; one after the
 * first part breaks off the download.
 */
export async function runDownload<Input>(
  name: string,
  request: Request,
  schema: z.ZodType<Input>,
  input: unknown,
  service: (context: Context, input: Input) => Promise<Download>,
  access: Access = {},
): Promise<Response> {
  try {
    const context = await apiContext(request, access);
    const { fileName, text } = await service(context, parseInput(schema, input));
    const body = typeof text === 'string' ? text : await textStream(name, text);
    return new Response(body, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    unstable_rethrow(error);
    return failureResponse(name, error);
  }
}

/** Streams text as the client reads it. The first part is read before, so that its error responds. */
async function textStream(
  name: string,
  text: AsyncIterable<string>,
): Promise<ReadableStream<Uint8Array>> {
  const parts = text[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<string>> | null = Promise.resolve(await parts.next());
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await (next ?? parts.next());
        next = null;
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        reportError(name, error);
        controller.error(error);
      }
    },
    async cancel() {
      await parts.return?.();
    },
  });
}

/** The response to a failed request, for routes that don't use `runRoute`. */
export function failureResponse(name: string, error: unknown): Response {
  const body = reportError(name, error);
  const status = errorStatus[body.code];
  const response = jsonResponse({ error: body }, status);
  if (status === 401) response.headers.set('www-authenticate', 'Bearer');
  return response;
}

/**
 * Reads a request body as JSON.
 * @throws AppError `invalid_input` if it is not JSON, or as `readBody` with this limit
 */
export async function readJson(request: Request, maxBytes = DEFAULT_BODY_BYTES): Promise<unknown> {
  const decoder = new TextDecoder();
  const tooLarge = `The request body is larger than ${maxBytes / 1024} KB.`;
  let text = '';
  for await (const chunk of readBody(request, { maxBytes, tooLarge })) {
    text += decoder.decode(chunk, { stream: true });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid_input', 'The request body is not valid JSON.', { cause });
  }
}

function jsonResponse(value: unknown, status: number): Response {
  const body = JSON.stringify(value);
  // Next.js does not know how long it is, and would compress even a few bytes.
  const isShort = body.length < MIN_COMPRESSED_LENGTH;
  return new Response(body, {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': isShort ? 'no-store, no-transform' : 'no-store',
    },
  });
}
