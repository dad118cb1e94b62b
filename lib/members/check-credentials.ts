import 'server-only';
import { z } from 'zod';
import {
  limitSignIns,
  type SignInCheck,
  type SignInClient,
  type SignInLimitContext,
} from '@/lib/server/auth/limit-sign-ins';
import type { Person } from '@/lib/server/auth/person';
import { noPasswordsError, type SignInMethods } from '@/lib/server/auth/sign-in-methods';
import { AppError } from '@/lib/server/errors';
import { memberByEmail } from '@/lib/warehouse/sql/members';
import type { Warehouse } from '@/lib/warehouse/types';
import { verifyPassword } from './password';

const credentials = z.object({
  email: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(1_000),
});

/** The context of signing in, in which nobody is signed in yet. */
export interface SignInContext extends Omit<SignInLimitContext, 'warehouse'> {
  readonly warehouse: () => Promise<Warehouse>;
  readonly signIn: SignInMethods;
}

/**
 * Returns the member with this email and password.
 * @throws AppError `sign_in_required` if either is wrong, without saying which; `forbidden` if both are
 *   right but the member's access is disabled or needs single sign-on, or if passwords are turned off;
 *   `too_many_attempts`; `cancelled`; or a warehouse code,
 *   which does not count as an attempt
 */
export async function checkCredentials(
  ctx: SignInContext,
  input: { readonly email: unknown; readonly password: unknown },
  client: SignInClient,
): Promise<Person> {
  if (!ctx.signIn.password) throw noPasswordsError(ctx.signIn);
  const parsed = credentials.safeParse(input);
  if (!parsed.success) throw wrongCredentialsError();
  const { email, password } = parsed.data;
  const warehouse = await ctx.warehouse();
  return limitSignIns({ ...ctx, warehouse }, email, client, () =>
    checkPassword({ ...ctx, warehouse }, email, password),
  );
}

async function checkPassword(
  { warehouse, signIn }: Pick<SignInContext, 'signIn'> & { readonly warehouse: Warehouse },
  email: string,
  password: string,
): Promise<SignInCheck> {
  // Bypass the cache, but store the result for the page that loads next.
  const [member] = await warehouse.read(memberByEmail(email), { maxAgeMs: 0 });
  const isRight = await verifyPassword(member?.password_hash, password);
  const error = wrongCredentialsError();
  if (!member) return { refused: 'unknown email', member: null, error };
  if (!isRight) return { refused: 'wrong password', member: member.email, error };
  // Only after the right password, so that it tells strangers nothing.
  if (member.disabled_at)
    return { refused: 'disabled', member: member.email, error: disabledError() };
  // Their groups decide about the role, and only single sign-on knows them.
  if (member.role_source === 'claim_lost' || (signIn.sso && member.role_source)) {
    return { refused: 'needs single sign-on', member: member.email, error: needsSsoError(signIn) };
  }
  return { person: { email: member.email, name: member.name, role: member.role } };
}

function needsSsoError({ sso }: SignInMethods): AppError {
  const message = sso
    ? `Your role comes from ${sso.name}. Sign in with it.`
    : 'Your company account has lost its access. Ask an admin.';
  return new AppError('forbidden', message);
}

function disabledError(): AppError {
  return new AppError('forbidden', 'Your access is disabled. Ask an admin.');
}

function wrongCredentialsError(): AppError {
  return new AppError('sign_in_required', 'The email address or the password is wrong.');
}
