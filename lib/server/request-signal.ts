import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { log } from './log';

// On globalThis, because Next gives instrumentation, pages and routes each their own copy.
const holder = globalThis as { [key: symbol]: AsyncLocalStorage<AbortSignal> | undefined };
const key = Symbol.for('csm-routing.request-signal');

interface RequestStart {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Gives every request that a server of this process receives from now on a signal of its own,
 * which is aborted when the connection closes before the answer has been sent. Call it once, as
 * the process starts.
 */
export function trackRequests(): void {
  if (holder[key]) return;
  const signals = new AsyncLocalStorage<AbortSignal>();
  holder[key] = signals;
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as RequestStart;
    const left = new AbortController();
    response.once('close', () => {
      if (response.writableFinished) return;
      log.debug({ method: request.method, path: request.url }, 'whoever asked has left');
      left.abort();
    });
    // Node tells of a request just before it hands it on, in the context that all its work has.
    signals.enterWith(left.signal);
  });
}

/**
 * The signal of the request that is being answered, which Next does not give to pages; undefined
 * outside of one.
 */
export function requestSignal(): AbortSignal | undefined {
  return holder[key]?.getStore();
}
