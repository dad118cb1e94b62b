import 'server-only';
import { cookies } from 'next/headers';
import { signedOutError } from './check-session';
import { type SessionToken, sessionCookieName, verifySessionToken } from './session';

/** The session that this request's browser has, which may have ended; undefined if it has none. */
export async function browserSession(): Promise<SessionToken | undefined> {
  return verifySessionToken((await cookies()).get(sessionCookieName())?.value);
}

/**
 * Returns this request's session token.
 * @throws AppError `sign_in_required` if there is none or it has expired
 */
export async function signedInSession(): Promise<SessionToken> {
  const token = await browserSession();
  if (!token) throw signedOutError();
  return token;
}
