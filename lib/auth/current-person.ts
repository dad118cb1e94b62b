import 'server-only';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { AppError } from '@/lib/errors';
import { warehouse } from '@/lib/warehouse/open';
import { memberByEmail } from '@/lib/warehouse/sql/members';
import type { Person } from './person';
import { sessionCookieName } from './session-cookie';
import { openSession } from './session-token';

/**
 * Who makes this request. The member is read anew for every request, so that a changed role or a
 * removed member counts at once.
 * @throws AppError `sign_in_required`, or the warehouse's own codes.
 */
export const currentPerson = cache(async (): Promise<Person> => {
  const token = (await cookies()).get(sessionCookieName())?.value;
  const email = await openSession(token);
  if (!email) throw signIn();
  const [member] = await (await warehouse()).read(memberByEmail(email));
  if (!member) throw signIn();
  return { email: member.email, name: member.name, role: member.role };
});

function signIn(): AppError {
  return new AppError(
    'sign_in_required',
    'You are signed out, so nothing was changed. Sign in and try again.',
  );
}
