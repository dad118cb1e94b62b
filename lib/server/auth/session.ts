import 'server-only';
import type { cookies } from 'next/headers';
import { decode, encode } from 'next-auth/jwt';
import { env } from '@/lib/server/env';
import { authSecret } from './secrets';

type Cookies = Awaited<ReturnType<typeof cookies>>;

/** Signs a member in on this browser with next-auth's session cookie. */
export async function startSession(jar: Cookies, email: string): Promise<void> {
  jar.set(sessionCookieName(), await createSessionToken(email), {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(),
    path: '/',
    maxAge: SESSION_SECONDS,
  });
}

/** Signs the person out on this browser. */
export function endSession(jar: Cookies): void {
  jar.delete({ name: sessionCookieName(), path: '/', secure: isSecure() });
}

/** Creates an encrypted next-auth session token that is valid for 12 hours. */
export function createSessionToken(email: string): Promise<string> {
  return encode({ token: { email, sub: email }, secret: authSecret(), maxAge: SESSION_SECONDS });
}

/** Returns a session token's email address, or undefined if it is missing, forged, or expired. */
export async function verifySessionToken(token: string | undefined): Promise<string | undefined> {
  if (!token) return undefined;
  const secret = authSecret();
  try {
    const payload = await decode({ token, secret });
    return typeof payload?.email === 'string' ? payload.email : undefined;
  } catch {
    // decode throws for tokens that we did not encrypt.
    return undefined;
  }
}

/** Session lifetime. */
export const SESSION_SECONDS = 12 * 60 * 60;

/** The name of next-auth's session cookie, which depends on the protocol. */
export function sessionCookieName(): string {
  return `${isSecure() ? '__Secure-' : ''}next-auth.session-token`;
}

/** The address that people open: NEXTAUTH_URL, or else localhost and PORT. */
export function publicUrl(): string {
  return env().NEXTAUTH_URL ?? `http://localhost:${env().PORT}`;
}

/** Returns whether the public address uses HTTPS, in which case cookies must too. */
export function isSecure(): boolean {
  return publicUrl().startsWith('https://');
}
