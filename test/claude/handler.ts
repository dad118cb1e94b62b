import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, errorBody, injectedError, toApiError } from './errors';
import { type ActiveClaudeFault, isHttpError } from './faults';
import { newId } from './message';
import { type ClaudeRequest, findRoute } from './requests';
import type { ClaudeState } from './server-state';

/** Responds to one HTTP request, and applies the planned fault. */
export async function handleClaudeRequest(
  state: ClaudeState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const route = findRoute(request.method ?? 'GET', pathname);
  const body = await readJson(request);
  if (!route) return sendReply(response, errorReply(new ApiError(404, 'Not found')), undefined);
  const { kind, batchId } = route;
  const attempt = Number(request.headers['x-stainless-retry-count'] ?? 0) + 1;
  const record: ClaudeRequest = { kind, attempt, customId: undefined, body, usage: undefined };
  state.requests.push(record);
  const fault = state.faults.take(record);
  if (fault?.do === 'disconnect-before') {
    response.destroy();
    return;
  }
  if (fault?.do === 'hold') await waitForRelease(fault, response);
  if (response.destroyed) return;
  await sendReply(response, await createReply(state, request, record, batchId, fault), fault);
}

interface Reply {
  readonly status: number;
  readonly type: 'application/json' | 'application/x-jsonl';
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function createReply(
  state: ClaudeState,
  { headers }: IncomingMessage,
  record: ClaudeRequest,
  batchId: string,
  fault: ActiveClaudeFault | undefined,
): Promise<Reply> {
  try {
    if (headers.authorization !== `Bearer ${state.key}`) throw new ApiError(401, 'invalid API key');
    if (isHttpError(fault?.do)) throw injectedError(fault.do);
    const result = await dispatch(state, record, batchId, fault);
    const isText = typeof result === 'string';
    return {
      status: 200,
      type: isText ? 'application/x-jsonl' : 'application/json',
      body: isText ? result : JSON.stringify(result),
      headers: { 'request-id': newId('req') },
    };
  } catch (error) {
    return errorReply(toApiError(error));
  }
}

function errorReply(error: ApiError): Reply {
  const requestId = newId('req');
  const { retryAfter } = error.details;
  return {
    status: error.status,
    type: 'application/json',
    body: JSON.stringify(errorBody(error, requestId)),
    headers: {
      'request-id': requestId,
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    },
  };
}

async function dispatch(
  state: ClaudeState,
  record: ClaudeRequest,
  batchId: string,
  fault: ActiveClaudeFault | undefined,
): Promise<object | string> {
  switch (record.kind) {
    case 'batch-create':
      return state.batches.create(record.body);
    case 'batch-retrieve':
      return state.batches.retrieve(batchId);
    case 'batch-results':
      return state.batches.results(batchId);
    case 'batch-cancel':
      return state.batches.cancel(batchId);
    default:
      return state.createMessage(record, fault?.do);
  }
}

/** Parses a request's JSON. Returns undefined if there is none. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}

/** Sends the reply as far as the fault allows. */
async function sendReply(
  response: ServerResponse,
  { status, type, body, headers }: Reply,
  fault: ActiveClaudeFault | undefined,
): Promise<void> {
  if (response.destroyed) return;
  if (fault?.do === 'disconnect-after') {
    response.destroy();
    return;
  }
  const bytes = Buffer.from(body);
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length, ...headers });
  if (fault?.do !== 'disconnect-mid-body' && fault?.do !== 'hold-mid-body') {
    response.end(bytes);
    return;
  }
  const middle = Math.floor(bytes.length / 2);
  await new Promise((resolve) => response.write(bytes.subarray(0, middle), resolve));
  if (fault.do === 'disconnect-mid-body') {
    response.destroy();
    return;
  }
  await waitForRelease(fault, response);
  if (!response.destroyed) response.end(bytes.subarray(middle));
}

/** Waits until the fault is released or the client disconnects. */
async function waitForRelease(fault: ActiveClaudeFault, response: ServerResponse): Promise<void> {
  await Promise.race([fault.released, once(response, 'close')]);
}
