/**
 * The network address that a request came from: the last hop that was recorded, which the nearest
 * proxy wrote, or the server itself where there is none.
 */
export function clientAddress(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown';
}
