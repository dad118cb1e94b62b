import 'server-only';
import { passwordOnly, type SignInMethods } from '@/lib/server/auth/sign-in-methods';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { claimInTransaction } from '@/lib/warehouse/sql/locks';
import { type MemberRow, memberByEmail, otherAdmins } from '@/lib/warehouse/sql/members';
import type { Session } from '@/lib/warehouse/types';

/** What the services of members need of a request. */
export type MembersContext = Pick<Context, 'warehouse' | 'person' | 'now' | 'signIn'>;

/** Makes other changes of members wait, so that what this transaction reads stays true. */
export async function lockMembers(
  session: Session,
  { person }: { readonly person: { readonly email: string } },
): Promise<void> {
  await session.write(claimInTransaction('members', person.email));
}

/** @throws AppError `not_found` if nobody has this email */
export async function requireMember(session: Session, email: string): Promise<MemberRow> {
  const [member] = await session.read(memberByEmail(email));
  if (member) return member;
  throw new AppError('not_found', `There is no member with the email ${email}.`);
}

/**
 * Whether a member is the only admin who can sign in. Call it under `lockMembers`, before they lose the role,
 * their access, or the way they sign in.
 */
export async function isLastAdmin(
  session: Session,
  member: MemberRow,
  methods: SignInMethods = passwordOnly,
): Promise<boolean> {
  if (member.role !== 'admin' || member.disabled_at) return false;
  return (await session.read(otherAdmins(member.email, methods))).length === 0;
}

/** @throws AppError `last_admin` if nobody else could manage members */
export async function requireOtherAdmin(
  session: Session,
  member: MemberRow,
  methods?: SignInMethods,
): Promise<void> {
  if (!(await isLastAdmin(session, member, methods))) return;
  throw new AppError(
    'last_admin',
    `${member.name} is the only admin who can sign in, so nothing was changed. Make someone else an admin first.`,
  );
}
