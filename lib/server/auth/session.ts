import 'server-only';
import type { cookies } from 'next/headers';
import { decode, encode } from 'next-auth/jwt';
import { env } from '@/lib/server/env';
import { HOUR_MS } from '@/lib/time';
import { authSecret } from './secrets';

type Cookies = Awaited<ReturnType<typeof cookies>>;

/** What a session token contains. Whether the session has ended is in the warehouse. */
export interface SessionToken {
  readonly email: string;
  readonly sessionId: string;
  readonly expiresAt: Date;
}

/** Signs a member in on this browser with next-auth's session cookie. */
export async function setSessionCookie(jar: Cookies, session: SessionToken): Promise<void> {
  jar.set(sessionCookieName(), await createSessionToken(session), {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(),
    path: '/',
    expires: session.expiresAt,
  });
}

/** Removes the session cookie from this browser. A copy works until the session is ended. */
export function deleteSessionCookie(jar: Cookies): void {
  jar.delete({ name: sessionCookieName(), path: '/', secure: isSecure() });
}

/** Creates an encrypted next-auth session token. */
export function createSessionToken({ email, sessionId, expiresAt }: SessionToken): Promise<string> {
  return encode({
    token: { email, sub: email, sid: sessionId },
    secret: authSecret(),
    maxAge: secondsUntil(expiresAt),
  });
}

/** The whole seconds from now until a time. */
export function secondsUntil(time: Date): number {
  return Math.floor((time.getTime() - Date.now()) / 1_000);
}

/** Returns a session token's content, or undefined if it is missing, forged, or expired. */
export async function verifySessionToken(
  token: string | undefined,
): Promise<SessionToken | undefined> {
  if (!token) return undefined;
  const secret = authSecret();
  try {
    const payload = await decode({ token, secret });
    const { email, sid, exp } = payload ?? {};
    if (typeof email !== 'string' || typeof sid !== 'string' || typeof exp !== 'number') {
      return undefined;
    }
    return { email, sessionId: sid, expiresAt: new Date(exp * 1_000) };
  } catch {
    // decode throws for tokens that we did not encrypt.
    return undefined;
  }
}

/** How long sessions last, in milliseconds. */
export interface SessionLimits {
  /** From sign-in. */
  readonly lifetimeMs: number;
  /** Since the person was last active. */
  readonly idleMs: number;
}

/** The limits in the settings. */
export function sessionLimits(): SessionLimits {
  const { SESSION_HOURS, SESSION_IDLE_HOURS } = env();
  return { lifetimeMs: SESSION_HOURS * HOUR_MS, idleMs: SESSION_IDLE_HOURS * HOUR_MS };
}

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
