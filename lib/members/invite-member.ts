import 'server-only';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { requireRole } from '@/lib/server/auth/person';
import { noPasswordsError, passwordOnly } from '@/lib/server/auth/sign-in-methods';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { memberByEmail, upsertMember } from '@/lib/warehouse/sql/members';
import { type InvitationLink, makeInvitationLink } from './invitation-link';
import { memberEmail, memberName, memberRole } from './member-input';
import { lockMembers, type MembersContext } from './require-member';

const inviteMemberInput = z.object({
  email: memberEmail,
  name: memberName,
  role: memberRole,
  /** How the member signs in. Default: as the settings allow; with a password if both are. */
  method: z.enum(['password', 'sso']).optional(),
});

/**
 * Adds a member who signs in with single sign-on, or makes a link with which they set a password. Admins only.
 * @returns the link, which cannot be shown again; null for single sign-on, which needs none
 * @throws AppError `forbidden`, also if the settings don't allow the method; `invalid_input` if a field is
 * invalid or the person is a member
 */
export async function inviteMember(
  ctx: MembersContext,
  input: z.input<typeof inviteMemberInput>,
): Promise<InvitationLink | null> {
  requireRole(ctx.person, 'admin');
  const { signIn = passwordOnly } = ctx;
  const parsed = parseInput(inviteMemberInput, input);
  const { method = signIn.password ? 'password' : 'sso', ...member } = parsed;
  if (method === 'password' && !signIn.password) throw noPasswordsError(signIn);
  if (method === 'sso' && !signIn.sso) {
    throw new AppError('forbidden', 'Single sign-on is not set up. Nothing was changed.');
  }
  return auditedTransaction(ctx, 'members.invite', async (session, record) => {
    await lockMembers(session, ctx);
    const [existing] = await session.read(memberByEmail(member.email));
    if (existing) {
      throw new AppError('invalid_input', `${existing.email} is already a member.`);
    }
    await session.write(upsertMember({ ...member, passwordHash: null, now: ctx.now() }));
    const { email, name, role } = member;
    record({ action: 'member.invited', subject: email, details: { name, role, method } });
    return method === 'sso' ? null : makeInvitationLink(session, ctx, email);
  });
}
