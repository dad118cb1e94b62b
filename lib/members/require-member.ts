import 'server-only';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { claimInTransaction } from '@/lib/warehouse/sql/locks';
import { countOtherAdmins, type MemberRow, memberByEmail } from '@/lib/warehouse/sql/members';
import type { Session } from '@/lib/warehouse/types';

/** What the services of members need of a request. */
export type MembersContext = Pick<Context, 'warehouse' | 'person' | 'now'>;

/** Makes other changes of members wait, so that what this transaction reads stays true. */
export async function lockMembers(session: Session, ctx: MembersContext): Promise<void> {
  await session.write(claimInTransaction('members', ctx.person.email));
}

/** @throws AppError `not_found` if nobody has this email */
export async function requireMember(session: Session, email: string): Promise<MemberRow> {
  const [member] = await session.read(memberByEmail(email));
  if (member) return member;
  throw new AppError('not_found', `There is no member with the email ${email}.`);
}

/**
 * Call it before a member loses the admin role or their access, under `lockMembers`.
 * @throws AppError `last_admin` if nobody else could manage members then
 */
export async function requireOtherAdmin(session: Session, member: MemberRow): Promise<void> {
  if (member.role !== 'admin' || member.disabled_at) return;
  const [others] = await session.read(countOtherAdmins(member.email));
  if (others && others.admins > 0) return;
  throw new AppError(
    'last_admin',
    `${member.name} is the only admin who can sign in, so nothing was changed. Make someone else an admin first.`,
  );
}
