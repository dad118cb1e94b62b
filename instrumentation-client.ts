import { REQUEST_ID_HEADER } from '@/lib/server/request-id';

// Next.js runs this before the app. It gives every request to the server an id, including those that
// Next.js makes for pages and server actions, by which an operator finds the request in the log.

const send = window.fetch;

window.fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  // Four random numbers. Browsers have `randomUUID` only with HTTPS.
  headers.set(REQUEST_ID_HEADER, crypto.getRandomValues(new Uint32Array(4)).join('-'));
  return send(input, { ...init, headers });
};
