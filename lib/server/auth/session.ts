import 'server-only';
import type { cookies } from 'next/headers';
import { decode, encode } from 'next-auth/jwt';
import { env } from '@/lib/server/env';
import { authSecret } from './secrets';

type Cookies = Awaited<ReturnType<typeof cookies>>;

/** Signs a member in on this browser, with the same cookie that next-auth sets. */
export async function startSession(jar: Cookies, email: string): Promise<void> {
  jar.set(sessionCookieName(), await createSessionToken(email), {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(),
    path: '/',
    maxAge: SESSION_SECONDS,
  });
}

/** Signs whoever it is out on this browser. */
export function endSession(jar: Cookies): void {
  jar.delete({ name: sessionCookieName(), path: '/', secure: isSecure() });
}

/** Seals who signed in into a token as next-auth makes them, good for 12 hours. */
export function createSessionToken(email: string): Promise<string> {
  return encode({ token: { email, sub: email }, secret: authSecret(), maxAge: SESSION_SECONDS });
}

/** The address that a token was sealed for; undefined if it is missing, forged or too old. */
export async function verifySessionToken(token: string | undefined): Promise<string | undefined> {
  if (!token) return undefined;
  const secret = authSecret();
  try {
    const opened = await decode({ token, secret });
    return typeof opened?.email === 'string' ? opened.email : undefined;
  } catch {
    // Anything but a token of ours is nobody's.
    return undefined;
  }
}

/** How long a session lasts, in seconds. */
export const SESSION_SECONDS = 12 * 60 * 60;

/** The name of next-auth's session cookie, as it is over http or https. */
export function sessionCookieName(): string {
  return `${isSecure() ? '__Secure-' : ''}next-auth.session-token`;
}

/** The address that people open: NEXTAUTH_URL, else this machine and PORT. */
export function publicUrl(): string {
  return env().NEXTAUTH_URL ?? `http://localhost:${env().PORT}`;
}

/** Whether people come over https, so that cookies are kept to it. */
export function isSecure(): boolean {
  return publicUrl().startsWith('https://');
}
