import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import { cookies } from 'next/headers';
import { AppError } from '@/lib/server/errors';
import { memberByEmail } from '@/lib/warehouse/sql/members';
import type { Warehouse } from '@/lib/warehouse/types';
import type { Person } from './person';
import { apiToken } from './secrets';
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

/**
 * Returns the person for an `Authorization` header.
 * @throws AppError `sign_in_required` unless it contains the API token as a bearer token
 */
export function authorizeToken(header: string | null): Person {
  const token = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
  // Compare hashes, so that timing reveals neither the length nor the content.
  if (token && timingSafeEqual(digest(token), digest(apiToken()))) return apiTokenPerson;
  throw new AppError('sign_in_required', 'The API token is missing or wrong. Nothing was changed.');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
