/** At most this much longer than Claude asks for, as a share of it. */
const most = 0.25;

/**
 * The same `fetch`, whose answers ask to be tried again after their `retry-after` and up to a quarter
 * more, so that all who were turned away at once do not come back at once. The SDK heeds
 * `retry-after-ms` before `retry-after`, and spreads only the waits that it chooses itself.
 * @param random answers 0 up to 1
 */
export function spreadRetries(fetch: typeof globalThis.fetch, random = Math.random): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    if (!(seconds > 0) || response.headers.has('retry-after-ms')) return response;
    const headers = new Headers(response.headers);
    headers.set('retry-after-ms', String(Math.ceil(seconds * 1_000 * (1 + most * random()))));
    const { status, statusText, body } = response;
    return new Response(body, { status, statusText, headers });
  };
}
