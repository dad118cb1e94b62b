import { v4 as uuid } from 'uuid';
import { REQUEST_ID_HEADER } from '@/lib/server/request-id';

// Next.js runs this before the app. It gives every request to the server an id, including those that
// Next.js makes for pages and server actions, by which an operator finds the request in the log.

const send = window.fetch;

window.fetch = (input, init) => {
  const { origin } = new URL(input instanceof Request ? input.url : input, location.href);
  if (origin !== location.origin) return send(input, init);
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : {}));
  if (!headers.has(REQUEST_ID_HEADER)) headers.set(REQUEST_ID_HEADER, uuid());
  return send(input, { ...init, headers });
};
