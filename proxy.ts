import { type NextRequest, NextResponse } from 'next/server';
import { completedPath, needsTimeZone } from '@/app/(app)/_shared/complete-scope';
import { parseTimeZone, timeZoneCookie } from '@/components/ui/preference-cookies';
import { REQUESTED_PATH_HEADER, signInPath } from '@/lib/server/auth/callback-url';
import { isSecure, sessionCookieName, verifySessionToken } from '@/lib/server/auth/session';

const openPaths = /^\/(sign-in|invitation)(\/|$)/;

/**
 * Adds the security headers to every page, sends people who are signed out to the sign-in page, and
 * completes the URL of a page with a period before the page is rendered: in the browser, that would
 * compete with the reader's first click. Services authorize again; this only saves them the work. The
 * API does without: its routes authorize, and respond in JSON.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl;
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64');
  const policy = contentPolicy(nonce);
  if (!openPaths.test(pathname) && !(await mayPass(request))) {
    const path = signInPath(`${pathname}${search}`);
    return secured(NextResponse.redirect(new URL(path, request.url)), policy, request);
  }
  const completed = completeUrl(request, nonce);
  if (completed) return secured(completed, policy, request);
  const headers = new Headers(request.headers);
  // Next.js takes the nonce for its own scripts from this request header.
  headers.set('content-security-policy', policy);
  headers.set(REQUESTED_PATH_HEADER, `${pathname}${search}`);
  return secured(NextResponse.next({ request: { headers } }), policy, request);
}

export const config = {
  matcher: ['/((?!api/|_next/static|_next/image|favicon.ico|icon.svg).*)'],
};

async function mayPass(request: NextRequest): Promise<boolean> {
  const { headers, cookies } = request;
  // Actions respond in their own format.
  if (headers.has('next-action')) return true;
  return (await verifySessionToken(cookies.get(sessionCookieName())?.value)) !== undefined;
}

/** A redirect to the URL with its period and time zone; null if it has both or the page has no period. */
function completeUrl(request: NextRequest, nonce: string): NextResponse | null {
  const { method, headers, cookies, nextUrl, url } = request;
  if (method !== 'GET') return null;
  const zone = cookies.get(timeZoneCookie)?.value;
  if (headers.get('accept')?.includes('text/html') && needsTimeZone(nextUrl, zone)) {
    // On the first visit, only the browser knows its time zone.
    return new NextResponse(
      `<!doctype html><title>CSM Routing</title><script nonce="${nonce}">
const url = new URL(location.href);
url.searchParams.set('zone', Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC');
location.replace(url);
</script>`,
      { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } },
    );
  }
  const path = completedPath(nextUrl, parseTimeZone(zone));
  return path === null ? null : NextResponse.redirect(new URL(path, url));
}

function contentPolicy(nonce: string): string {
  const dev = process.env.NODE_ENV === 'development';
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${dev ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function secured(response: NextResponse, policy: string, request: NextRequest): NextResponse {
  response.headers.set('content-security-policy', policy);
  if (isSecure() || request.headers.get('x-forwarded-proto') === 'https') {
    response.headers.set('strict-transport-security', 'max-age=31536000');
  }
  return response;
}
