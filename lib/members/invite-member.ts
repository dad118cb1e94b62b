import 'server-only';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { requireRole } from '@/lib/server/auth/person';
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
});

/**
 * Adds a member without a password, and makes a link with which they set one. Admins only.
 * @returns the link, which cannot be shown again
 * @throws AppError `forbidden`; `invalid_input` if a field is invalid or the person is a member
 */
export async function inviteMember(
  ctx: MembersContext,
  input: z.input<typeof inviteMemberInput>,
): Promise<InvitationLink> {
  requireRole(ctx.person, 'admin');
  const member = parseInput(inviteMemberInput, input);
  return auditedTransaction(ctx, 'members.invite', async (session, record) => {
    await lockMembers(session, ctx);
    const [existing] = await session.read(memberByEmail(member.email));
    if (existing) {
      throw new AppError('invalid_input', `${existing.email} is already a member.`);
    }
    await session.write(upsertMember({ ...member, passwordHash: null, now: ctx.now() }));
    const { email, name, role } = member;
    record({ action: 'member.invited', subject: email, details: { name, role } });
    return makeInvitationLink(session, ctx, email);
  });
}
