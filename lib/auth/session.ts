import 'server-only';
import type { cookies } from 'next/headers';
import { isSecure } from './public-url';
import { sessionCookieName, sessionSeconds } from './session-cookie';
import { sealSession } from './session-token';

type Cookies = Awaited<ReturnType<typeof cookies>>;

/** Signs a member in on this browser, with the same cookie that next-auth sets. */
export async function startSession(jar: Cookies, email: string): Promise<void> {
  jar.set(sessionCookieName(), await sealSession(email), {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(),
    path: '/',
    maxAge: sessionSeconds,
  });
}

/** Signs whoever it is out on this browser. */
export function endSession(jar: Cookies): void {
  jar.delete({ name: sessionCookieName(), path: '/', secure: isSecure() });
}
