import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { log } from './log';

// On globalThis because Next.js gives instrumentation, pages, and routes separate copies of a module.
const holder = globalThis as { [key: symbol]: AsyncLocalStorage<AbortSignal> | undefined };
const key = Symbol.for('csm-routing.request-signal');

/** What Node publishes on `http.server.request.start`. */
export interface RequestStart {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly server: Server;
}

/**
 * Gives every request that this process receives from now on an abort signal. It fires if the
 * connection closes before the response has been sent. Call it once at startup.
 */
export function trackRequests(): void {
  if (holder[key]) return;
  const signals = new AsyncLocalStorage<AbortSignal>();
  holder[key] = signals;
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as RequestStart;
    const disconnected = new AbortController();
    response.once('close', () => {
      if (response.writableFinished) return;
      log.debug({ method: request.method, path: request.url }, 'the client disconnected');
      disconnected.abort();
    });
    // Node publishes a request just before handling it, in the async context of all its work.
    signals.enterWith(disconnected.signal);
  });
}

/**
 * The current request's abort signal, which Next.js does not pass to pages. Undefined outside a
 * request.
 */
export function requestSignal(): AbortSignal | undefined {
  return holder[key]?.getStore();
}
