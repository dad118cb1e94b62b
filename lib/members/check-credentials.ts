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
 * Returns the member with this email and password.
 * @param address the client's network address
 * @throws AppError `sign_in_required` if either is wrong, without saying which; `forbidden` if both are
 *   right but the member's access is disabled; `too_many_attempts`; or a warehouse code, which does not
 *   count as an attempt
 */
export async function checkCredentials(
  warehouse: () => Promise<Warehouse>,
  input: { readonly email: unknown; readonly password: unknown },
  address: string,
): Promise<Person> {
  const parsed = credentials.safeParse(input);
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
  // Only after the right password, so that it tells strangers nothing.
  if (member.disabled_at) throw disabledError();
  return { email: member.email, name: member.name, role: member.role };
}

async function findMember(warehouse: () => Promise<Warehouse>, email: string) {
  // Bypass the cache, but store the result for the page that loads next.
  const [member] = await (await warehouse()).read(memberByEmail(email), { maxAgeMs: 0 });
  return member;
}

function disabledError(): AppError {
  return new AppError('forbidden', 'Your access is disabled. Ask an admin.');
}

function wrongCredentialsError(): AppError {
  return new AppError('sign_in_required', 'The email address or the password is wrong.');
}
