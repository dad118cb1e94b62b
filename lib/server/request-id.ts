/** The header with which a browser names its request, and the server its response. */
export const REQUEST_ID_HEADER = 'x-request-id';

// On globalThis, because Next.js gives pages and route handlers separate copies of a module.
const holder = globalThis as { [key: symbol]: (() => string | undefined) | undefined };
const key = Symbol.for('csm-routing.request-id');

/** Sets where `currentRequestId` looks. */
export function setRequestIdSource(source: () => string | undefined): void {
  holder[key] = source;
}

/** The id of the request that is being handled; undefined outside one, and in the browser. */
export function currentRequestId(): string | undefined {
  return holder[key]?.();
}
