import 'server-only';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { requireRole } from '@/lib/server/auth/person';
import { parseInput } from '@/lib/server/parse-input';
import { expireInvitations } from '@/lib/warehouse/sql/invitations';
import { setDisabled } from '@/lib/warehouse/sql/members';
import { endSessions } from '@/lib/warehouse/sql/sessions';
import { memberEmail } from './member-input';
import {
  lockMembers,
  type MembersContext,
  requireMember,
  requireOtherAdmin,
} from './require-member';

export const disableMemberInput = z.object({ email: memberEmail });

/**
 * Ends a member's access: their sessions and unused links end, and they can't sign in. What they did
 * stays. Admins only.
 * @returns whose access it is
 * @throws AppError `forbidden`; `not_found`; `last_admin`
 */
export async function disableMember(
  ctx: MembersContext,
  input: z.input<typeof disableMemberInput>,
): Promise<{ readonly email: string; readonly name: string }> {
  requireRole(ctx.person, 'admin');
  const { email: given } = parseInput(disableMemberInput, input);
  return auditedTransaction(ctx, 'members.disable', async (session, record) => {
    await lockMembers(session, ctx);
    const member = await requireMember(session, given);
    await requireOtherAdmin(session, member, ctx.signIn);
    const { email, name } = member;
    const at = ctx.now();
    if ((await session.write(setDisabled(email, at))) === 0) return { email, name };
    await session.write(expireInvitations(email, at));
    await session.write(
      endSessions({ email, by: ctx.person.email, reason: 'member_disabled', at }),
    );
    record({ action: 'member.disabled', subject: email });
    return { email, name };
  });
}
