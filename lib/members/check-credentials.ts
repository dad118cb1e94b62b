import 'server-only';
import { z } from 'zod';
import type { Person } from '@/lib/server/auth/person';
import { countSignInAttempt } from '@/lib/server/auth/rate-limit';
import { AppError } from '@/lib/server/errors';
import { memberByEmail } from '@/lib/warehouse/sql/members';
import type { Warehouse } from '@/lib/warehouse/types';
import { verifyPassword } from './password';

const credentials = z.object({
  email: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(1_000),
});

/**
 * Answers the member whose email and password these are.
 * @param address the network address that the attempt comes from
 * @throws AppError `sign_in_required` when they are wrong, without saying which;
 *   `too_many_attempts`; or the warehouse's own codes, which do not count as an attempt.
 */
export async function checkCredentials(
  warehouse: () => Promise<Warehouse>,
  given: { readonly email: unknown; readonly password: unknown },
  address: string,
): Promise<Person> {
  const parsed = credentials.safeParse(given);
  if (!parsed.success) throw wrongCredentialsError();
  const { email, password } = parsed.data;
  const attempt = await countSignInAttempt(email, address);
  const member = await findMember(warehouse, email).catch(async (error: unknown) => {
    await attempt.forgive();
    throw error;
  });
  if (!(await verifyPassword(member?.password_hash, password)) || !member)
    throw wrongCredentialsError();
  await attempt.succeed();
  return { email: member.email, name: member.name, role: member.role };
}

async function findMember(warehouse: () => Promise<Warehouse>, email: string) {
  // Asked anew, and kept for the page that comes next.
  const [member] = await (await warehouse()).read(memberByEmail(email), { maxAgeMs: 0 });
  return member;
}

function wrongCredentialsError(): AppError {
  return new AppError('sign_in_required', 'The email address or the password is wrong.');
}
