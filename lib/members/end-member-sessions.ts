import 'server-only';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { requireRole } from '@/lib/server/auth/person';
import { parseInput } from '@/lib/server/parse-input';
import { endSession, endSessions } from '@/lib/warehouse/sql/sessions';
import { memberEmail } from './member-input';
import { type MembersContext, requireMember } from './require-member';

const endMemberSessionsInput = z.object({
  email: memberEmail,
  /** Ends only this session. */
  sessionId: z.string().max(100).optional(),
});

/**
 * Signs a member out everywhere, or ends one of their sessions. Admins only.
 * @returns how many sessions ended
 * @throws AppError `forbidden`; `not_found`
 */
export async function endMemberSessions(
  ctx: MembersContext,
  input: z.input<typeof endMemberSessionsInput>,
): Promise<{ readonly ended: number }> {
  requireRole(ctx.person, 'admin');
  const { email: given, sessionId } = parseInput(endMemberSessionsInput, input);
  return auditedTransaction(ctx, 'members.end-sessions', async (session, record) => {
    const { email } = await requireMember(session, given);
    const end = { email, by: ctx.person.email, reason: 'ended_by_admin', at: ctx.now() } as const;
    const ended = await session.write(
      sessionId === undefined ? endSessions(end) : endSession({ ...end, sessionId }),
    );
    if (ended > 0)
      record({ action: 'session.ended', subject: email, details: { reason: end.reason, ended } });
    return { ended };
  });
}
