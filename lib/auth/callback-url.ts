const here = 'http://here.invalid';

/** Where people go who asked for nothing in particular. */
export const home = '/queue';

/**
 * Where to go after signing in: a path of this site and nothing else, whatever a link asked for.
 * Signing in and the API are no places to go to.
 */
export function callbackPath(asked: unknown): string {
  if (typeof asked !== 'string' || !/^\/(?![/\\])/.test(asked)) return home;
  let url: URL;
  try {
    url = new URL(asked, here);
  } catch {
    return home;
  }
  if (url.origin !== here || url.pathname.startsWith('//')) return home;
  if (url.pathname === '/' || /^\/(sign-in|api)(\/|$)/.test(url.pathname)) return home;
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The sign-in page, asked to lead back to a path. */
export function signInPath(back?: string): string {
  const path = callbackPath(back);
  return path === home ? '/sign-in' : `/sign-in?callbackUrl=${encodeURIComponent(path)}`;
}
