import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import { cookies } from 'next/headers';
import { AppError } from '@/lib/server/errors';
import { signedOutError } from './check-session';
import type { Person } from './person';
import { apiToken, operatorToken } from './secrets';
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

/** The person that requests with the API token act as. */
const apiTokenPerson: Person = { email: 'api', name: 'API token', role: 'manager' };

/** The person that commands on the server's machine act as. */
const operatorPerson: Person = { email: 'operator', name: 'Command line', role: 'admin' };

/**
 * Returns the person for an `Authorization` header.
 * @throws AppError `sign_in_required` unless it contains the API token or the operator's as a bearer
 * token
 */
export function authorizeToken(header: string | null): Person {
  const token = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (token && isSame(token, apiToken())) return apiTokenPerson;
  if (token && isSame(token, operatorToken())) return operatorPerson;
  throw new AppError('sign_in_required', 'The API token is missing or wrong. Nothing was changed.');
}

/** Compares hashes, so that timing reveals neither the length nor the content. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
