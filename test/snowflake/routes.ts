import { randomUUID } from 'node:crypto';
import type { ActiveSnowflakeFault } from './faults';
import {
  type Credentials,
  checkLogin,
  type Login,
  logIn,
  loginResponse,
  renewalResponse,
} from './login';
import { type QueryBody, queryResponse, startQuery } from './queries';
import type { SnowflakeRequest, SnowflakeRequestKind } from './requests';
import { type Chunks, type Envelope, errorResponse, success } from './responses';
import type { Accounts, RunningStatement, Session } from './sessions';

/** The state shared by all routes. */
export interface ServerState {
  readonly accounts: Accounts;
  readonly credentials: Credentials;
  readonly chunks: Chunks;
  readonly now: () => Date;
  /** Time after which a running statement is reported as in progress. */
  readonly waitMs: number;
  /** How much longer each statement takes. */
  readonly delayMs: number;
}

/** A parsed request with the session of its token. */
export interface IncomingRequest {
  readonly kind: SnowflakeRequestKind;
  readonly url: URL;
  readonly body: unknown;
  readonly token: string | undefined;
  readonly session: Session | undefined;
  readonly record: SnowflakeRequest;
  readonly fault: ActiveSnowflakeFault | undefined;
}

const paths: readonly (readonly [RegExp, SnowflakeRequestKind])[] = [
  [/^\/session\/v1\/login-request$/, 'login'],
  [/^\/session\/token-request$/, 'renew'],
  [/^\/session\/heartbeat$/, 'heartbeat'],
  [/^\/session$/, 'logout'],
  [/^\/telemetry\/send/, 'telemetry'],
  [/^\/queries\/v1\/query-request$/, 'query'],
  [/^\/queries\/[\w-]+\/result$/, 'result'],
  [/^\/queries\/[\w-]+\/abort-request$/, 'abort'],
  [/^\/monitoring\/queries\/[\w-]+$/, 'status'],
  [/^\/chunks\/[\w-]+$/, 'chunk'],
];

/** The kind of request for a path. */
export function kindOfPath(path: string): SnowflakeRequestKind | undefined {
  return paths.find(([pattern]) => pattern.test(path))?.[1];
}

/** Executes a request and returns its response. */
export async function respond(state: ServerState, incoming: IncomingRequest): Promise<Envelope> {
  const { kind, body, url } = incoming;
  if (kind === 'login') return login(state, { ...(body as Login), query: url.searchParams });
  if (kind === 'telemetry') return success(null);
  if (kind === 'renew') return renew(state, incoming);
  const { session } = incoming;
  if (!session) {
    return state.accounts.hadToken(incoming.token)
      ? errorResponse(
          '390111',
          'Session no longer exists.  New login required to access the service.',
        )
      : errorResponse('390104', 'Session token is invalid.');
  }
  if (session.tokenExpired) {
    return errorResponse('390112', 'Your session has expired. Please login again.');
  }
  return inSession(state, session, incoming);
}

async function login(state: ServerState, request: Login): Promise<Envelope> {
  const { accounts, credentials, now } = state;
  const error = checkLogin(request, credentials, now());
  if (error) return error;
  const account = await accounts.get(request.data.ACCOUNT_NAME ?? '');
  return loginResponse(await logIn(account, request, credentials.user.toUpperCase()));
}

function renew({ accounts }: ServerState, { token }: IncomingRequest): Envelope {
  const session = accounts.byMasterToken(token);
  if (!session || session.masterExpired) {
    return errorResponse(
      '390114',
      'Authentication token has expired.  The user must authenticate again.',
    );
  }
  session.token = `token-${randomUUID()}`;
  session.tokenExpired = false;
  return renewalResponse(session);
}

async function inSession(
  state: ServerState,
  session: Session,
  { kind, url, body, record, fault }: IncomingRequest,
): Promise<Envelope> {
  const id = url.pathname.split('/')[kind === 'status' ? 3 : 2];
  const find = () => runningOf(session, id, (body as { requestId?: string })?.requestId);
  switch (kind) {
    case 'query': {
      const requestId = url.searchParams.get('requestId') ?? randomUUID();
      const query = (body ?? {}) as QueryBody;
      const running = startQuery(session, requestId, query, record, fault, state);
      return queryResponse(running, state.waitMs, query.asyncExec);
    }
    case 'result': {
      const running = find();
      return running
        ? queryResponse(running, state.waitMs)
        : errorResponse('000709', `Statement ${id} not found`, { sqlState: '02000' });
    }
    case 'abort':
      return find()?.stop()
        ? success(null)
        : errorResponse('000605', 'Identified SQL statement is not currently executing.');
    case 'status':
      return statusOf(find());
    case 'logout':
      await state.accounts.end(session);
      return success(null);
    default:
      return success(null);
  }
}

function runningOf(session: Session, queryId: string | undefined, requestId: string | undefined) {
  const all = [...session.account.sessions].flatMap((each) => [...each.running.values()]);
  return (all as RunningStatement<Envelope>[]).find(
    (each) => each.queryId === queryId || each.requestId === requestId,
  );
}

async function statusOf(running: RunningStatement<Envelope> | undefined): Promise<Envelope> {
  if (!running) return success({ queries: [] });
  if (!running.ended) return success({ queries: [{ id: running.queryId, status: 'RUNNING' }] });
  const { success: ok, message } = await running.response;
  const status = ok ? 'SUCCESS' : 'FAILED_WITH_ERROR';
  return success({ queries: [{ id: running.queryId, status, errorMessage: message ?? '' }] });
}
