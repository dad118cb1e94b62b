import 'server-only';
import { randomUUID } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { enterRequest } from './current-request';
import { log } from './log';
import { metrics } from './metrics';
import { REQUEST_ID_HEADER } from './request-id';
import { type RouteOf, routePatterns } from './route-patterns';

/** What Node publishes on `http.server.request.start`. */
export interface RequestStart {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

/** The ids that are accepted. Anyone can send anything. */
const requestId = /^[\w-]{8,64}$/;

// On globalThis, because the code before Next.js and instrumentation have separate copies of a module.
const holder = globalThis as { [key: symbol]: boolean | undefined };
const key = Symbol.for('csm-routing.tracks-requests');

/** `npm run dev` has no complete manifest. */
const NO_ROUTES = { staticRoutes: [], dynamicRoutes: [] };

/**
 * Gives every request that this process receives from now on an id, which its response has too, and an
 * abort signal that fires if the connection closes before the response has been sent. When a response
 * has ended, however it ended, logs it and counts it. The first call counts.
 */
export function trackRequests(routeOf: RouteOf = routePatterns(NO_ROUTES)): void {
  if (holder[key]) return;
  holder[key] = true;
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as RequestStart;
    const startedAt = performance.now();
    const given = request.headers[REQUEST_ID_HEADER]?.toString() ?? '';
    const id = requestId.test(given) ? given : randomUUID();
    response.setHeader(REQUEST_ID_HEADER, id);
    const disconnected = new AbortController();
    response.once('close', () => {
      const aborted = !response.writableFinished;
      recordResponse({
        request,
        response,
        id,
        aborted,
        ms: performance.now() - startedAt,
        routeOf,
      });
      if (aborted) disconnected.abort();
    });
    // Node publishes a request just before handling it, in the async context of all its work.
    enterRequest({
      id,
      disconnected: disconnected.signal,
      socketAddress: request.socket.remoteAddress,
      forwardedFor: request.headers['x-forwarded-for']?.toString(),
    });
  });
}

interface EndedResponse {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly id: string;
  /** Whether the client disconnected before the end. */
  readonly aborted: boolean;
  readonly ms: number;
  readonly routeOf: RouteOf;
}

/** The status in the log if the client disconnected before there was one. */
const CLIENT_CLOSED = 499;

/** Requests that nobody makes on purpose: what pages consist of, and what machines ask often. */
const quietRoutes = ['static', '/api/health', '/api/ready', '/api/metrics'];

function recordResponse({ request, response, id, aborted, ms, routeOf }: EndedResponse): void {
  const { method = '' } = request;
  // A query string may contain names that someone has searched for.
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const route = routeOf(path);
  const status = response.headersSent ? response.statusCode : CLIENT_CLOSED;
  const line = {
    requestId: id,
    method,
    // The path of a CSM's page is their name.
    path: route.includes('[name]') ? route : path,
    route,
    status,
    ms: Math.round(ms),
    ...(aborted && { aborted }),
  };
  log[levelOf(route, status)](line, 'request');

  const labels = {
    method: methods.includes(method) ? method : 'other',
    route,
    status: classOf(status),
  };
  metrics().httpRequests.inc(labels);
  // An event stream is open for minutes.
  const isStream = String(response.getHeader('content-type')).startsWith('text/event-stream');
  if (!isStream) metrics().httpDuration.observe(labels, ms / 1_000);
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];

function levelOf(route: string, status: number): 'debug' | 'info' | 'warn' {
  if (quietRoutes.includes(route)) return 'debug';
  return status >= 500 ? 'warn' : 'info';
}

function classOf(status: number): string {
  return status === CLIENT_CLOSED ? 'aborted' : `${Math.floor(status / 100)}xx`;
}
