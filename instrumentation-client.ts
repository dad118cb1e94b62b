import { REQUEST_ID_HEADER } from '@/lib/server/request-id';

// Next.js runs this before the app. It gives every request to the server an id, including those that
// Next.js makes for pages and server actions, by which an operator finds the request in the log.

const send = window.fetch;

window.fetch = (input, init) => {
  // The content security policy allows requests to our own server only. Nobody passes a Request.
  if (input instanceof Request) return send(input, init);
  const headers = new Headers(init?.headers);
  headers.set(REQUEST_ID_HEADER, randomId());
  return send(input, { ...init, headers });
};

/** 32 hexadecimal digits. Browsers have `randomUUID` only with HTTPS. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
