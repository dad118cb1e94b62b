import 'server-only';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { requireRole } from '@/lib/server/auth/person';
import { parseInput } from '@/lib/server/parse-input';
import { updateMember } from '@/lib/warehouse/sql/members';
import { endSessions } from '@/lib/warehouse/sql/sessions';
import { memberEmail, memberName, memberRole } from './member-input';
import {
  lockMembers,
  type MembersContext,
  requireMember,
  requireOtherAdmin,
} from './require-member';

const changeMemberInput = z.object({
  email: memberEmail,
  name: memberName.optional(),
  role: memberRole.optional(),
});

/**
 * Changes a member's name or role. A new role signs them out everywhere. Admins only.
 * @throws AppError `forbidden`; `not_found`; `last_admin`
 */
export async function changeMember(
  ctx: MembersContext,
  input: z.input<typeof changeMemberInput>,
): Promise<void> {
  requireRole(ctx.person, 'admin');
  const { email: given, name, role } = parseInput(changeMemberInput, input);
  await auditedTransaction(ctx, 'members.change', async (session, record) => {
    await lockMembers(session, ctx);
    const before = await requireMember(session, given);
    const { email } = before;
    const after = { email, name: name ?? before.name, role: role ?? before.role };
    if (after.name === before.name && after.role === before.role) return;
    if (after.role !== before.role) {
      if (after.role !== 'admin') await requireOtherAdmin(session, before, ctx.signIn);
      const end = { by: ctx.person.email, reason: 'role_changed', at: ctx.now() } as const;
      await session.write(endSessions({ ...end, email }));
    }
    // A role that an admin chooses comes from MEMBERS.
    const source = after.role === before.role ? before.role_source : null;
    await session.write(updateMember({ ...after, role_source: source }));
    record({
      action: 'member.changed',
      subject: email,
      details: {
        ...(after.name !== before.name && { name: [before.name, after.name] }),
        ...(after.role !== before.role && { role: [before.role, after.role] }),
      },
    });
  });
}
