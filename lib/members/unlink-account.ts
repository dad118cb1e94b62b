import 'server-only';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { requireRole } from '@/lib/server/auth/person';
import { parseInput } from '@/lib/server/parse-input';
import { unlinkAccount as unlinkCommand } from '@/lib/warehouse/sql/members';
import { endSessions } from '@/lib/warehouse/sql/sessions';
import { memberEmail } from './member-input';
import {
  lockMembers,
  type MembersContext,
  requireMember,
  requireOtherAdmin,
} from './require-member';

const unlinkAccountInput = z.object({ email: memberEmail });

/**
 * Unlinks the account of single sign-on that a member signs in with, and signs them out everywhere. The next
 * sign-in with the member's email links that account. Their role then comes from MEMBERS. Admins only.
 * @throws AppError `forbidden`; `not_found`; `last_admin`
 */
export async function unlinkAccount(
  ctx: MembersContext,
  input: z.input<typeof unlinkAccountInput>,
): Promise<void> {
  requireRole(ctx.person, 'admin');
  const { email: given } = parseInput(unlinkAccountInput, input);
  await auditedTransaction(ctx, 'members.unlink', async (session, record) => {
    await lockMembers(session, ctx);
    const member = await requireMember(session, given);
    await requireOtherAdmin(session, member, ctx.signIn);
    const { email } = member;
    if ((await session.write(unlinkCommand(email))) === 0) return;
    const end = { by: ctx.person.email, reason: 'account_unlinked', at: ctx.now() } as const;
    await session.write(endSessions({ ...end, email }));
    record({ action: 'member.unlinked', subject: email });
  });
}
