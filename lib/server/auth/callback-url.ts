const PLACEHOLDER_ORIGIN = 'http://here.invalid';

/** Where people go who asked for nothing in particular. */
export const HOME_PATH = '/queue';

/**
 * Where to go after signing in: a path of this site and nothing else, whatever a link asked for.
 * Signing in and the API are no places to go to.
 */
export function callbackPath(asked: unknown): string {
  if (typeof asked !== 'string' || !/^\/(?![/\\])/.test(asked)) return HOME_PATH;
  let url: URL;
  try {
    url = new URL(asked, PLACEHOLDER_ORIGIN);
  } catch {
    return HOME_PATH;
  }
  if (url.origin !== PLACEHOLDER_ORIGIN || url.pathname.startsWith('//')) return HOME_PATH;
  if (url.pathname === '/' || /^\/(sign-in|api)(\/|$)/.test(url.pathname)) return HOME_PATH;
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The sign-in page, asked to lead back to a path. */
export function signInPath(back?: string): string {
  const path = callbackPath(back);
  return path === HOME_PATH ? '/sign-in' : `/sign-in?callbackUrl=${encodeURIComponent(path)}`;
}

/** The header in which proxy.ts hands on the path that was asked for. */
export const REQUESTED_PATH_HEADER = 'x-asked-path';
