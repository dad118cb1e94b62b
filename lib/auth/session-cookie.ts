import { isSecure } from './public-url';

/** How long a session lasts, in seconds. */
export const sessionSeconds = 12 * 60 * 60;

/** The name of next-auth's session cookie, as it is over http or https. */
export function sessionCookieName(): string {
  return `${isSecure() ? '__Secure-' : ''}next-auth.session-token`;
}
