import 'server-only';
import type { cookies } from 'next/headers';
import { decode, encode } from 'next-auth/jwt';
import { z } from 'zod';
import type { SsoAttempt } from './openid-connect';
import { authSecret } from './secrets';
import { isSecure } from './session';

type Cookies = Awaited<ReturnType<typeof cookies>>;

/** How long a person has to sign in at the issuer, and to read why it failed. */
const LIFETIME_S = 10 * 60;

/** A short-lived cookie that only this server can read or write. */
interface EncryptedCookie {
  readonly name: string;
  /** Only requests below this path carry it. */
  readonly path: string;
}

const attemptCookie: EncryptedCookie = { name: 'csm-routing.sso', path: '/api/auth/sso' };
const noticeCookie: EncryptedCookie = { name: 'csm-routing.sso-notice', path: '/sign-in' };

const startedAttempt = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  back: z.string(),
});

/** A sign-in that this browser has started, and the path to open after it. */
export interface StartedAttempt extends SsoAttempt {
  readonly back: string;
}

/** Remembers a sign-in until the issuer sends the browser back. A newer one replaces it. */
export function setAttempt(jar: Cookies, attempt: StartedAttempt): Promise<void> {
  return set(jar, attemptCookie, { ...attempt });
}

/** Returns the sign-in that this browser has started, once. */
export async function takeAttempt(jar: Cookies): Promise<StartedAttempt | undefined> {
  const content = await read(jar, attemptCookie);
  jar.delete({ name: nameOf(attemptCookie), path: attemptCookie.path, secure: isSecure() });
  return startedAttempt.safeParse(content).data;
}

/**
 * Keeps the message for the sign-in page of this browser. It may name admins, so it belongs neither in an
 * address nor on a page that anyone can open.
 */
export function setSsoNotice(jar: Cookies, text: string): Promise<void> {
  return set(jar, noticeCookie, { text });
}

/** The message that `setSsoNotice` kept. */
export async function ssoNotice(jar: Pick<Cookies, 'get'>): Promise<string | undefined> {
  return z.object({ text: z.string() }).safeParse(await read(jar, noticeCookie)).data?.text;
}

async function set(
  jar: Cookies,
  cookie: EncryptedCookie,
  content: Record<string, string>,
): Promise<void> {
  // The salt keeps a cookie from being used as another, such as the session's.
  const options = { secret: authSecret(), salt: cookie.name, maxAge: LIFETIME_S };
  jar.set(nameOf(cookie), await encode({ ...options, token: content }), {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(),
    path: cookie.path,
    maxAge: LIFETIME_S,
  });
}

async function read(jar: Pick<Cookies, 'get'>, cookie: EncryptedCookie): Promise<unknown> {
  const token = jar.get(nameOf(cookie))?.value;
  if (!token) return undefined;
  // It throws for what this server did not encrypt, and after the lifetime.
  return decode({ token, secret: authSecret(), salt: cookie.name }).catch(() => undefined);
}

function nameOf({ name }: EncryptedCookie): string {
  return `${isSecure() ? '__Secure-' : ''}${name}`;
}
