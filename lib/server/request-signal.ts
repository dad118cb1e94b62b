import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { log } from './log';
import { warnAboutProxy } from './startup';

// On globalThis because Next.js gives instrumentation, pages, and routes separate copies of a module.
const holder = globalThis as { [key: symbol]: AsyncLocalStorage<CurrentRequest> | undefined };
const key = Symbol.for('csm-routing.current-request');

/** What Next.js does not pass to pages and actions. */
interface CurrentRequest extends RequestOrigin {
  readonly disconnected: AbortSignal;
}

/** Where a request came from, as received: Next.js fills in `X-Forwarded-For` itself. */
export interface RequestOrigin {
  /** The address at the other end of the connection. */
  readonly socketAddress: string | undefined;
  /** The `X-Forwarded-For` header, which anyone can send. */
  readonly forwardedFor: string | undefined;
}

/** What Node publishes on `http.server.request.start`. */
export interface RequestStart {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

/**
 * Remembers where every request that this process receives from now on came from, and gives it an abort
 * signal. It fires if the connection closes before the response has been sent. Call it once at startup.
 */
export function trackRequests(): void {
  if (holder[key]) return;
  const requests = new AsyncLocalStorage<CurrentRequest>();
  holder[key] = requests;
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as RequestStart;
    warnAboutProxy(request);
    const disconnected = new AbortController();
    response.once('close', () => {
      if (response.writableFinished) return;
      log.debug({ method: request.method, path: request.url }, 'the client disconnected');
      disconnected.abort();
    });
    // Node publishes a request just before handling it, in the async context of all its work.
    requests.enterWith({
      disconnected: disconnected.signal,
      socketAddress: request.socket.remoteAddress,
      forwardedFor: request.headers['x-forwarded-for']?.toString(),
    });
  });
}

/**
 * The current request's abort signal, which Next.js does not pass to pages. Undefined outside a
 * request.
 */
export function requestSignal(): AbortSignal | undefined {
  return holder[key]?.getStore()?.disconnected;
}

/** Where the current request came from. Undefined outside a request. */
export function requestOrigin(): RequestOrigin | undefined {
  return holder[key]?.getStore();
}
