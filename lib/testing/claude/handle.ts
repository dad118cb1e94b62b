import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, errorBody, plannedError } from './api-error';
import { ask } from './ask';
import { checkHeaders } from './check-request';
import type { Happens } from './faults';
import { isRefusal } from './happenings';
import type { House } from './house';
import { type Reply, readBody, send } from './http';
import { newId } from './message';
import { type Recorded, withoutKey } from './records';
import { type Route, routeOf } from './routes';

/** Answers one HTTP request, or does to it what a test has planned. */
export async function handle(
  house: House,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const route = routeOf(request.method ?? 'GET', url.pathname);
  const record = recordOf(request, route, await readBody(request));
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
  const reply = await replyTo(house, request, route, record, fault);
  record.answered = (await send(response, reply, fault)) ?? record.answered;
}

function recordOf(request: IncomingMessage, route: Route | undefined, body: unknown): Recorded {
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

async function replyTo(
  house: House,
  request: IncomingMessage,
  route: Route | undefined,
  record: Recorded,
  fault: Happens | undefined,
): Promise<Reply> {
  const headers = { 'request-id': record.id };
  try {
    checkHeaders(request, house.key);
    if (!route) throw new ApiError(404, 'Not found');
    if (isRefusal(fault?.do)) throw plannedError(fault.do);
    const answered = await answerTo(house, record, fault);
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

async function answerTo(
  house: House,
  record: Recorded,
  fault: Happens | undefined,
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
      return ask(house, record, fault);
  }
}
