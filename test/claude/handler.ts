import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, errorBody, plannedError } from './errors';
import { type ActiveClaudeFault, isHttpError } from './faults';
import { newId } from './message';
import { type ClaudeRequest, type Route, routeOf, withoutKey } from './requests';
import { type ClaudeState, createMessage } from './server-state';
import { checkHeaders } from './validation';

/** Answers one HTTP request, or does to it what a test has planned. */
export async function handleClaudeRequest(
  house: ClaudeState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const route = routeOf(request.method ?? 'GET', url.pathname);
  const record = recordRequest(request, route, await readBody(request));
  house.records.push(record);
  const fault = route && house.faults.take(record);
  if (fault?.do === 'cut-before') {
    record.answered = 'cut';
    response.destroy();
    return;
  }
  if (fault?.do === 'hold') await Promise.race([fault.released, once(response, 'close')]);
  if (response.destroyed) {
    record.answered = 'gone';
    return;
  }
  const reply = await buildReply(house, request, route, record, fault);
  record.answered = (await send(response, reply, fault)) ?? record.answered;
}

function recordRequest(
  request: IncomingMessage,
  route: Route | undefined,
  body: unknown,
): ClaudeRequest {
  return {
    kind: route?.kind ?? 'message',
    id: newId('req'),
    attempt: Number(request.headers['x-stainless-retry-count'] ?? 0) + 1,
    batchId: route?.batchId,
    customId: undefined,
    body,
    headers: withoutKey(request.headers),
    answered: undefined,
    usage: undefined,
  };
}

async function buildReply(
  house: ClaudeState,
  request: IncomingMessage,
  route: Route | undefined,
  record: ClaudeRequest,
  fault: ActiveClaudeFault | undefined,
): Promise<Reply> {
  const headers = { 'request-id': record.id };
  try {
    checkHeaders(request, house.key);
    if (!route) throw new ApiError(404, 'Not found');
    if (isHttpError(fault?.do)) throw plannedError(fault.do);
    const answered = await dispatch(house, record, fault);
    record.answered = 'ok';
    const body = typeof answered === 'string' ? answered : JSON.stringify(answered);
    const type = typeof answered === 'string' ? 'application/x-jsonl' : 'application/json';
    return { status: 200, type, body, headers };
  } catch (error) {
    const known = error instanceof ApiError ? error : new ApiError(500, String(error));
    record.answered = known.type;
    const { retryAfter } = known.refusal;
    const further = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
    const body = JSON.stringify(errorBody(known, record.id));
    return {
      status: known.status,
      type: 'application/json',
      body,
      headers: { ...headers, ...further },
    };
  }
}

async function dispatch(
  house: ClaudeState,
  record: ClaudeRequest,
  fault: ActiveClaudeFault | undefined,
): Promise<object | string> {
  const { batches } = house;
  const { kind, batchId = '' } = record;
  switch (kind) {
    case 'batch-create':
      return batches.create(record);
    case 'batch-retrieve':
      return batches.retrieve(batchId);
    case 'batch-results':
      return batches.results(batchId);
    case 'batch-cancel':
      return batches.cancel(batchId);
    default:
      return createMessage(house, record, fault);
  }
}

/** What is sent back. */
interface Reply {
  readonly status: number;
  readonly type: 'application/json' | 'application/x-jsonl';
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads a request's JSON; undefined for a request without, or for what is no JSON. */
async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  try {
    return JSON.parse(Buffer.concat(parts).toString());
  } catch {
    return undefined;
  }
}

/** Sends the reply as far as the fault allows; answers what became of it, if it did not arrive. */
async function send(
  response: ServerResponse,
  { status, type, body, headers }: Reply,
  fault: ActiveClaudeFault | undefined,
): Promise<'cut' | 'gone' | undefined> {
  if (response.destroyed) return 'gone';
  if (fault?.do === 'cut-after') {
    response.destroy();
    return 'cut';
  }
  const bytes = Buffer.from(body);
  const middle = Math.floor(bytes.length / 2);
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length, ...headers });
  if (fault?.do !== 'cut-amid' && fault?.do !== 'hold-amid') {
    response.end(bytes);
    return undefined;
  }
  await new Promise((resolve) => response.write(bytes.subarray(0, middle), resolve));
  if (fault.do === 'hold-amid') {
    await Promise.race([fault.released, once(response, 'close')]);
    if (response.destroyed) return 'gone';
    response.end(bytes.subarray(middle));
    return undefined;
  }
  response.destroy();
  return 'cut';
}
