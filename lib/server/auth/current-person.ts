import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import { cookies } from 'next/headers';
import { AppError } from '@/lib/server/errors';
import { memberByEmail } from '@/lib/warehouse/sql/members';
import type { Warehouse } from '@/lib/warehouse/types';
import type { Person } from './person';
import { apiToken, operatorToken } from './secrets';
import { sessionCookieName, verifySessionToken } from './session';

/**
 * Returns the email address of this request's session.
 * @throws AppError `sign_in_required` if there is none or it has expired
 */
export async function signedInEmail(): Promise<string> {
  const email = await verifySessionToken((await cookies()).get(sessionCookieName())?.value);
  if (!email) throw signedOutError();
  return email;
}

/**
 * Loads the member with this email. Changes by this server apply immediately; changes by another
 * server or program apply after `maxAgeMs`.
 * @throws AppError `sign_in_required` if there is no such member; or a warehouse code
 */
export async function loadPerson(
  warehouse: Warehouse,
  email: string,
  { maxAgeMs }: { readonly maxAgeMs: number },
): Promise<Person> {
  const [member] = await warehouse.read(memberByEmail(email), { maxAgeMs });
  if (!member) throw signedOutError();
  return { email: member.email, name: member.name, role: member.role };
}

function signedOutError(): AppError {
  return new AppError(
    'sign_in_required',
    'You are signed out, so nothing was changed. Sign in and try again.',
  );
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
