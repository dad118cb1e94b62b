import 'server-only';
import { cookies } from 'next/headers';
import { AppError } from '@/lib/errors';
import { memberByEmail } from '@/lib/warehouse/sql/members';
import type { Warehouse } from '@/lib/warehouse/types';
import type { Person } from './person';
import { sessionCookieName } from './session-cookie';
import { openSession } from './session-token';

/**
 * The email address that the session of this request was opened for.
 * @throws AppError `sign_in_required` when there is none, or it is too old.
 */
export async function signedInEmail(): Promise<string> {
  const email = await openSession((await cookies()).get(sessionCookieName())?.value);
  if (!email) throw signIn();
  return email;
}

/**
 * Who the member with this address is now. A changed role or a removed member counts at once, or
 * after `maxAgeMs` where another server or program changed it.
 * @throws AppError `sign_in_required` when nobody has it, or the warehouse's own codes.
 */
export async function memberPerson(
  warehouse: Warehouse,
  email: string,
  { maxAgeMs }: { readonly maxAgeMs: number },
): Promise<Person> {
  const [member] = await warehouse.read(memberByEmail(email), { maxAgeMs });
  if (!member) throw signIn();
  return { email: member.email, name: member.name, role: member.role };
}

function signIn(): AppError {
  return new AppError(
    'sign_in_required',
    'You are signed out, so nothing was changed. Sign in and try again.',
  );
}
