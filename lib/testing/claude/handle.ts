import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, errorBody, plannedError } from './api-error';
import { ask, type Surroundings } from './ask';
import { checkHeaders } from './check-request';
import { type Faults, type Happens, isRefusal } from './faults';
import { type Reply, readBody, send } from './http';
import { newId } from './message';
import { type Recorded, withoutKey } from './records';
import { type Route, routeOf } from './routes';

/** What handling a request needs besides what the routes work on. */
export interface House extends Surroundings {
  readonly key: string;
  readonly faults: Faults;
  readonly records: Recorded[];
}

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
  const reply = (body: string, status = 200, further: Record<string, string> = {}): Reply => {
    const headers = { 'request-id': record.id, ...further };
    return { status, type: 'application/json', body, headers };
  };
  try {
    checkHeaders(request, house.key);
    if (!route) throw new ApiError(404, 'Not found');
    if (isRefusal(fault?.do)) throw plannedError(fault.do);
    const answered = await ask(house, record, fault);
    record.answered = 'ok';
    return reply(JSON.stringify(answered));
  } catch (error) {
    const known = error instanceof ApiError ? error : new ApiError(500, String(error));
    record.answered = known.type;
    const { retryAfter } = known.refusal;
    const further = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
    return reply(JSON.stringify(errorBody(known, record.id)), known.status, further);
  }
}
