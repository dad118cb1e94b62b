import { AppError } from '@/lib/server/errors';

/**
 * Requires that a request that a browser sends with its cookies comes from this site: its `Origin` is the
 * public address or a host that the request was sent to, and `Sec-Fetch-Site` does not disagree. A request
 * without `Origin` must say that it is from the same site.
 * @param publicUrl the address that people open
 * @throws AppError `forbidden`
 */
export function requireSameOrigin(headers: Headers, publicUrl: string): void {
  const site = headers.get('sec-fetch-site');
  const isOwnSite = site === 'same-origin' || site === 'none';
  const origin = headers.get('origin');
  const isOwnOrigin =
    origin === null
      ? isOwnSite
      : [new URL(publicUrl).host, headers.get('x-forwarded-host'), headers.get('host')].includes(
          hostOf(origin),
        );
  if (isOwnOrigin && (site === null || isOwnSite)) return;
  throw new AppError('forbidden', 'This request came from another site. Nothing was changed.');
}

/** The host and port of an origin. Sandboxed pages send `null`, which has none. */
function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : 'unknown origin';
}
