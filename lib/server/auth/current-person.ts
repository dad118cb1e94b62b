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
 * The email address that the session of this request was opened for.
 * @throws AppError `sign_in_required` when there is none, or it is too old.
 */
export async function signedInEmail(): Promise<string> {
  const email = await verifySessionToken((await cookies()).get(sessionCookieName())?.value);
  if (!email) throw signedOutError();
  return email;
}

/**
 * Who the member with this address is now. A changed role or a removed member counts at once, or
 * after `maxAgeMs` where another server or program changed it.
 * @throws AppError `sign_in_required` when nobody has it, or the warehouse's own codes.
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

/** Whom the API token stands for. */
const apiTokenPerson: Person = { email: 'api', name: 'API token', role: 'manager' };

/**
 * Answers whom an `Authorization` header stands for.
 * @throws AppError `sign_in_required` unless it carries the API token as a bearer token.
 */
export function authorizeToken(header: string | null): Person {
  const given = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
  // Hashed first, so that neither length nor content shows in the time taken.
  if (given && timingSafeEqual(digest(given), digest(apiToken()))) return apiTokenPerson;
  throw new AppError('sign_in_required', 'The API token is missing or wrong. Nothing was changed.');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
