import 'server-only';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { requireRole } from '@/lib/server/auth/person';
import { noPasswordsError, passwordOnly } from '@/lib/server/auth/sign-in-methods';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { expireInvitations } from '@/lib/warehouse/sql/invitations';
import { memberByEmail, upsertMember } from '@/lib/warehouse/sql/members';
import { endSessions } from '@/lib/warehouse/sql/sessions';
import { memberEmail, memberName, memberPassword, memberRole } from './member-input';
import { hashPassword } from './password';
import { lockMembers, type MembersContext, requireOtherAdmin } from './require-member';

export const saveMemberInput = z.object({
  email: memberEmail,
  name: memberName,
  role: memberRole,
  password: memberPassword.optional(),
});

/**
 * Adds a member, or changes the name, role, and password of the one with this email and signs them out
 * everywhere. Admins only.
 * @param input.password required, unless people can't sign in with passwords
 * @returns whether their access is disabled, which this does not change
 * @throws AppError `forbidden`; `invalid_input`; `last_admin`
 */
export async function saveMember(
  ctx: MembersContext,
  input: z.input<typeof saveMemberInput>,
): Promise<{ readonly disabled: boolean }> {
  requireRole(ctx.person, 'admin');
  const { password, ...member } = parseInput(saveMemberInput, input);
  const signIn = ctx.signIn ?? passwordOnly;
  if (password !== undefined && !signIn.password) throw noPasswordsError(signIn);
  if (password === undefined && signIn.password) {
    throw new AppError('invalid_input', 'password: is required.');
  }
  const newHash = password === undefined ? undefined : await hashPassword(password);
  return auditedTransaction(ctx, 'members.save', async (session, record) => {
    await lockMembers(session, ctx);
    const [before] = await session.read(memberByEmail(member.email));
    const at = ctx.now();
    if (before) {
      if (member.role !== 'admin') await requireOtherAdmin(session, before, ctx.signIn);
      const reason = before.role === member.role ? 'password_changed' : 'role_changed';
      const { email } = before;
      if (newHash || reason === 'role_changed') {
        await session.write(endSessions({ email, by: ctx.person.email, reason, at }));
      }
      if (newHash) await session.write(expireInvitations(email, at));
    }
    const passwordHash = newHash ?? before?.password_hash ?? null;
    await session.write(upsertMember({ ...member, passwordHash, now: at }));
    const subject = before?.email ?? member.email;
    const details = { name: member.name, role: member.role };
    record({ action: before ? 'member.changed' : 'member.added', subject, details });
    if (newHash) record({ action: 'member.password-set', subject });
    return { disabled: Boolean(before?.disabled_at) };
  });
}
