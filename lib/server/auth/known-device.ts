import 'server-only';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { cookies } from 'next/headers';
import { DAY_MS } from '@/lib/time';
import { authSecret } from './secrets';
import { isSecure } from './session';

type Cookies = Awaited<ReturnType<typeof cookies>>;

/** Browsers keep a cookie for at most 400 days. */
const LIFETIME_MS = 400 * DAY_MS;

/** Marks this browser as one on which the member has signed in, for `knownDevice`. */
export function rememberDevice(jar: Cookies, email: string): void {
  const id = randomBytes(16).toString('hex');
  jar.set(cookieName(), signDevice(id, email), {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(),
    path: '/',
    expires: new Date(Date.now() + LIFETIME_MS),
  });
}

/** The device cookie of a request, which may be forged or another member's. */
export function deviceCookie(jar: Pick<Cookies, 'get'>): string | undefined {
  return jar.get(cookieName())?.value;
}

/** The value of the cookie: a random id, signed together with the email address. */
export function signDevice(id: string, email: string): string {
  return `${id}.${signature(id, email).toString('hex')}`;
}

/** The id of the device if the member with this email address has signed in on it before. */
export function knownDevice(cookie: string | undefined, email: string): string | undefined {
  const [, id, hex] = /^([0-9a-f]{32})\.([0-9a-f]{64})$/.exec(cookie ?? '') ?? [];
  if (id === undefined || hex === undefined) return undefined;
  return timingSafeEqual(Buffer.from(hex, 'hex'), signature(id, email)) ? id : undefined;
}

function signature(id: string, email: string): Buffer {
  const text = `device ${id} ${email.trim().toLowerCase()}`;
  return createHmac('sha256', authSecret()).update(text).digest();
}

function cookieName(): string {
  return `${isSecure() ? '__Secure-' : ''}csm-routing.device`;
}
