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

/** Records requests and counts how often each is repeated. */
export class RequestLog {
  all: SnowflakeRequest[] = [];
  readonly #attempts = new Map<string, number>();

  /** Records one request. */
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
      outcome: undefined,
    };
    this.all.push(record);
    return record;
  }
}

/** Handles one HTTP request and applies its planned fault, if any. */
export async function handleSnowflakeRequest(
  state: ServerState & { readonly faults: SnowflakeFaultPlan; readonly records: RequestLog },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const kind = kindOfPath(url.pathname);
  if (!kind) return sendJson(response, { message: 'Not found' }, 404);
  const body = await readBody(request);
  const token = tokenOf(request);
  const { accounts } = state;
  const session = kind === 'renew' ? accounts.byMasterToken(token) : accounts.byToken(token);
  const record = state.records.add(kind, request, url, body, session);
  const fault = state.faults.take(record);
  const failure = await applyFault(fault?.do, response, session, state);
  if (failure) {
    record.outcome = failure;
    return;
  }
  if (fault?.do === 'hold' && kind !== 'query') await fault.released;
  if (kind === 'chunk') return sendChunk(state, url, request, response, record);
  const openSession = session && accounts.sessions().includes(session) ? session : undefined;
  const incoming = { kind, url, body, token, session: openSession, record, fault };
  const envelope = plannedError(kind, fault?.do) ?? (await respond(state, incoming));
  record.outcome = envelope.success ? 'ok' : (envelope.code ?? 'refused');
  if (session && fault?.do === 'end-after-executing') await accounts.end(session);
  await sendUnlessDropped(fault?.do, fault?.released, response, record, () =>
    sendJson(response, envelope),
  );
}

/** Applies a fault before execution. Returns a code if the request must not be executed. */
async function applyFault(
  fault: SnowflakeFault | undefined,
  response: ServerResponse,
  session: Session | undefined,
  { accounts }: ServerState,
): Promise<string | undefined> {
  if (fault === 'drop-before') {
    response.socket?.destroy();
    return 'dropped';
  }
  const status = statusOf(fault);
  if (status !== undefined) {
    const code = status === 401 ? '390104' : String(status);
    sendJson(response, { success: false, code, message: 'Not now.', data: null }, status);
    return code;
  }
  if (!session) return undefined;
  if (fault === 'expire-session' || fault === 'expire-master') session.tokenExpired = true;
  if (fault === 'expire-master') {
    session.masterExpired = true;
    await session.finish('ROLLBACK');
  }
  if (fault === 'end-session') await accounts.end(session);
  return undefined;
}

/** The planned error of a request that is not a statement. */
function plannedError(kind: SnowflakeRequestKind, fault: SnowflakeFault | undefined) {
  if (kind === 'query' || typeof fault !== 'object' || !('error' in fault)) return undefined;
  return errorResponse(fault.error.code, fault.error.message, {});
}

function statusOf(fault: SnowflakeFault | undefined): number | undefined {
  if (fault === 'respond-503') return 503;
  if (fault === 'respond-401') return 401;
  return typeof fault === 'object' && 'status' in fault ? fault.status : undefined;
}

async function sendUnlessDropped(
  fault: SnowflakeFault | undefined,
  released: Promise<void> | undefined,
  response: ServerResponse,
  record: SnowflakeRequest,
  send: () => void,
): Promise<void> {
  if (fault === 'hold-response') await released;
  if (fault !== 'drop-after-executing' && fault !== 'end-after-executing') return send();
  record.outcome = 'dropped';
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
  record.outcome = body ? 'ok' : '403';
  if (!body) {
    response.writeHead(403).end();
    return;
  }
  const headers = { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' };
  response.writeHead(200, headers).end(body);
}
