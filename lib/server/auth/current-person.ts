import 'server-only';
import { cookies } from 'next/headers';
import { signedOutError } from './check-session';
import { type SessionToken, sessionCookieName, verifySessionToken } from './session';

/**
 * Returns this request's session token.
 * @throws AppError `sign_in_required` if there is none or it has expired
 */
export async function signedInSession(): Promise<SessionToken> {
  const token = await verifySessionToken((await cookies()).get(sessionCookieName())?.value);
  if (!token) throw signedOutError();
  return token;
}
