import 'server-only';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { requireRole } from '@/lib/server/auth/person';
import { noPasswordsError, passwordOnly } from '@/lib/server/auth/sign-in-methods';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { type InvitationLink, makeInvitationLink } from './invitation-link';
import { memberEmail } from './member-input';
import { lockMembers, type MembersContext, requireMember } from './require-member';

const createPasswordLinkInput = z.object({ email: memberEmail });

/**
 * Makes a link with which a member sets a new password. Until then, their password works. Admins only.
 * @returns the link, which cannot be shown again
 * @throws AppError `forbidden`; `not_found`; `invalid_input` if the member's access is disabled or
 * needs single sign-on
 */
export async function createPasswordLink(
  ctx: MembersContext,
  input: z.input<typeof createPasswordLinkInput>,
): Promise<InvitationLink> {
  requireRole(ctx.person, 'admin');
  const { signIn = passwordOnly } = ctx;
  if (!signIn.password) throw noPasswordsError(signIn);
  const { email } = parseInput(createPasswordLinkInput, input);
  return auditedTransaction(ctx, 'members.password-link', async (session, record) => {
    await lockMembers(session, ctx);
    const member = await requireMember(session, email);
    if (member.disabled_at) {
      throw new AppError('invalid_input', `The access of ${member.name} is disabled.`);
    }
    if (signIn.sso && member.role_source) {
      const message = `The role of ${member.name} comes from ${signIn.sso.name}, so they sign in with it.`;
      throw new AppError('invalid_input', message);
    }
    record({ action: 'member.link-made', subject: member.email });
    return makeInvitationLink(session, ctx, member.email);
  });
}
