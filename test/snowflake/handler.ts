import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SnowflakeFault, SnowflakeFaultPlan } from './faults';
import type { QueryBody } from './queries';
import {
  readBody,
  readTag,
  type SnowflakeRequest,
  type SnowflakeRequestKind,
  sendJson,
  tokenOf,
} from './requests';
import { errorResponse } from './responses';
import { kindOfPath, respond, type ServerState } from './routes';
import type { Session } from './sessions';
import { kindOf } from './statement-kind';

/** Writes down what is asked of the server, and counts how often a request is repeated. */
export class RequestLog {
  all: SnowflakeRequest[] = [];
  readonly #attempts = new Map<string, number>();

  /** Writes down one request. */
  add(
    kind: SnowflakeRequestKind,
    request: IncomingMessage,
    url: URL,
    body: unknown,
    session: Session | undefined,
  ): SnowflakeRequest {
    const requestId = url.searchParams.get('requestId') ?? undefined;
    const attempt = (this.#attempts.get(requestId ?? '') ?? 0) + 1;
    if (requestId !== undefined) this.#attempts.set(requestId, attempt);
    const { sqlText: sql = '', parameters = {} } = (body ?? {}) as QueryBody;
    const tag = parameters.QUERY_TAG ?? session?.parameters.get('QUERY_TAG');
    const { kind: statementKind } = kindOf(sql);
    const record: SnowflakeRequest = {
      kind,
      account:
        session?.account.name ??
        (body as { data?: { ACCOUNT_NAME?: string } })?.data?.ACCOUNT_NAME?.toUpperCase(),
      sessionId: session?.id,
      requestId,
      attempt,
      sql,
      ...readTag(tag === undefined ? undefined : String(tag)),
      isControl: ['begin', 'commit', 'rollback'].includes(statementKind),
      isSetting: ['alter-session', 'use'].includes(statementKind),
      headers: request.headers,
      executed: false,
      answered: undefined,
    };
    this.all.push(record);
    return record;
  }
}

/** Answers one HTTP request, or does to it what a test has planned. */
export async function handleSnowflakeRequest(
  around: ServerState & { readonly faults: SnowflakeFaultPlan; readonly records: RequestLog },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const kind = kindOfPath(url.pathname);
  if (!kind) return sendJson(response, { message: 'Not found' }, 404);
  const body = await readBody(request);
  const token = tokenOf(request);
  const { accounts } = around;
  const session = kind === 'renew' ? accounts.byMasterToken(token) : accounts.byToken(token);
  const record = around.records.add(kind, request, url, body, session);
  const fault = around.faults.take(record);
  const refused = await applyFault(fault?.do, response, session, around);
  if (refused) {
    record.answered = refused;
    return;
  }
  if (fault?.do === 'hold' && kind !== 'query') await fault.released;
  if (kind === 'chunk') return sendChunk(around, url, request, response, record);
  const still = session && accounts.sessions().includes(session) ? session : undefined;
  const incoming = { kind, url, body, token, session: still, record, fault };
  const envelope = plannedError(kind, fault?.do) ?? (await respond(around, incoming));
  record.answered = envelope.success ? 'ok' : (envelope.code ?? 'refused');
  if (session && fault?.do === 'end-after-executing') await accounts.end(session);
  await sendUnlessDropped(fault?.do, fault?.released, response, record, () =>
    sendJson(response, envelope),
  );
}

/** Does what comes before the request is carried out; answers why it will not be. */
async function applyFault(
  then: SnowflakeFault | undefined,
  response: ServerResponse,
  session: Session | undefined,
  { accounts }: ServerState,
): Promise<string | undefined> {
  if (then === 'drop-before') {
    response.socket?.destroy();
    return 'dropped';
  }
  const status = statusOf(then);
  if (status !== undefined) {
    const code = status === 401 ? '390104' : String(status);
    sendJson(response, { success: false, code, message: 'Not now.', data: null }, status);
    return code;
  }
  if (!session) return undefined;
  if (then === 'expire-session' || then === 'expire-master') session.tokenExpired = true;
  if (then === 'expire-master') {
    session.masterExpired = true;
    await session.finish('ROLLBACK');
  }
  if (then === 'end-session') await accounts.end(session);
  return undefined;
}

/** What a test has planned in place of an answer that is no statement's. */
function plannedError(kind: SnowflakeRequestKind, then: SnowflakeFault | undefined) {
  if (kind === 'query' || typeof then !== 'object' || !('error' in then)) return undefined;
  return errorResponse(then.error.code, then.error.message, {});
}

function statusOf(then: SnowflakeFault | undefined): number | undefined {
  if (then === 'answer-503') return 503;
  if (then === 'answer-401') return 401;
  return typeof then === 'object' && 'status' in then ? then.status : undefined;
}

async function sendUnlessDropped(
  then: SnowflakeFault | undefined,
  released: Promise<void> | undefined,
  response: ServerResponse,
  record: SnowflakeRequest,
  send: () => void,
): Promise<void> {
  if (then === 'hold-answer') await released;
  if (then !== 'drop-after-executing' && then !== 'end-after-executing') return send();
  record.answered = 'dropped';
  response.socket?.destroy();
}

function sendChunk(
  { chunks }: ServerState,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  record: SnowflakeRequest,
): void {
  const body = chunks.read(url.pathname.split('/')[2] ?? '', request.headers);
  record.answered = body ? 'ok' : '403';
  if (!body) {
    response.writeHead(403).end();
    return;
  }
  const headers = { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' };
  response.writeHead(200, headers).end(body);
}
