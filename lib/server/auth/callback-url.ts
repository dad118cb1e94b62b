const PLACEHOLDER_ORIGIN = 'http://here.invalid';

/** The default page after signing in. */
export const HOME_PATH = '/queue';

/**
 * Returns the path to open after signing in. It is always a page of this site, whatever the link
 * requested, and never the sign-in page or the API.
 */
export function callbackPath(requested: unknown): string {
  if (typeof requested !== 'string' || !/^\/(?![/\\])/.test(requested)) return HOME_PATH;
  let url: URL;
  try {
    url = new URL(requested, PLACEHOLDER_ORIGIN);
  } catch {
    return HOME_PATH;
  }
  if (url.origin !== PLACEHOLDER_ORIGIN || url.pathname.startsWith('//')) return HOME_PATH;
  if (url.pathname === '/' || /^\/(sign-in|api)(\/|$)/.test(url.pathname)) return HOME_PATH;
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The sign-in page's path, with the path to return to. */
export function signInPath(back?: string): string {
  const path = callbackPath(back);
  return path === HOME_PATH ? '/sign-in' : `/sign-in?callbackUrl=${encodeURIComponent(path)}`;
}

/** The header in which proxy.ts passes on the requested path. */
export const REQUESTED_PATH_HEADER = 'x-requested-path';
