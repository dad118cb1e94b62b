import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';
import { setRequestIdSource } from './request-id';

/** What Next.js does not pass to pages and actions. */
interface CurrentRequest extends RequestOrigin {
  readonly id: string;
  readonly disconnected: AbortSignal;
}

/** Where a request came from, as received: Next.js fills in `X-Forwarded-For` itself. */
export interface RequestOrigin {
  /** The address at the other end of the connection. */
  readonly socketAddress: string | undefined;
  /** The `X-Forwarded-For` header, which anyone can send. */
  readonly forwardedFor: string | undefined;
}

// On globalThis because Next.js gives instrumentation, pages, and routes separate copies of a module.
const holder = globalThis as { [key: symbol]: AsyncLocalStorage<CurrentRequest> | undefined };
const key = Symbol.for('csm-routing.current-request');

/** Makes this the current request of all work that starts from here. */
export function enterRequest(request: CurrentRequest): void {
  if (!holder[key]) {
    const requests = new AsyncLocalStorage<CurrentRequest>();
    holder[key] = requests;
    setRequestIdSource(() => requests.getStore()?.id);
  }
  holder[key].enterWith(request);
}

/** Runs work that serves everyone, such as a repeated check, outside the request that starts it. */
export function outsideRequest<Result>(work: () => Result): Result {
  return holder[key] ? holder[key].exit(work) : work();
}

/**
 * The current request's abort signal, which Next.js does not pass to pages. Undefined outside a
 * request.
 */
export function requestSignal(): AbortSignal | undefined {
  return holder[key]?.getStore()?.disconnected;
}

/**
 * Whether an error only says that the client of the current request left before the request had arrived
 * completely, as when a tab is closed during an upload.
 */
export function isDisconnect(error: unknown): boolean {
  const { code, message } = (error ?? {}) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  return code === 'ECONNRESET' && message === 'aborted' && requestSignal()?.aborted === true;
}

/** Where the current request came from. Undefined outside a request. */
export function requestOrigin(): RequestOrigin | undefined {
  return holder[key]?.getStore();
}
