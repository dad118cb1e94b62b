import 'server-only';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { requireRole } from '@/lib/server/auth/person';
import { parseInput } from '@/lib/server/parse-input';
import { setEnabled } from '@/lib/warehouse/sql/members';
import { memberEmail } from './member-input';
import { lockMembers, type MembersContext, requireMember } from './require-member';

export const enableMemberInput = z.object({ email: memberEmail });

/**
 * Lets a disabled member sign in again, with the same role and password. Admins only.
 * @returns whose access it is
 * @throws AppError `forbidden`; `not_found`
 */
export async function enableMember(
  ctx: MembersContext,
  input: z.input<typeof enableMemberInput>,
): Promise<{ readonly email: string; readonly name: string }> {
  requireRole(ctx.person, 'admin');
  const { email: given } = parseInput(enableMemberInput, input);
  return auditedTransaction(ctx, 'members.enable', async (session, record) => {
    await lockMembers(session, ctx);
    const { email, name } = await requireMember(session, given);
    if ((await session.write(setEnabled(email))) === 0) return { email, name };
    record({ action: 'member.enabled', subject: email });
    return { email, name };
  });
}
