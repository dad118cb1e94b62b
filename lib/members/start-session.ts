import 'server-only';
import { v7 as uuid } from 'uuid';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import type { Person } from '@/lib/server/auth/person';
import type { SessionLimits, SessionToken } from '@/lib/server/auth/session';
import type { Context } from '@/lib/server/context';
import { endSession, insertSession, type SignInMethod } from '@/lib/warehouse/sql/sessions';

/** How a member signs in. */
interface SignIn extends Pick<SessionLimits, 'lifetimeMs'> {
  readonly method: SignInMethod;
  /** The browser and its system, such as "Chrome on macOS". */
  readonly device: string;
  /** The session that the browser had before, of whichever member. It ends. */
  readonly replaces: SessionToken | undefined;
}

/**
 * Starts a session of a member whose identity has been verified, in place of the one that the browser had,
 * and records the sign-in.
 * @returns what the session's token contains
 */
export async function startSession(
  ctx: Pick<Context, 'warehouse' | 'now'>,
  person: Person,
  { method, device, replaces, lifetimeMs }: SignIn,
): Promise<SessionToken> {
  const { email } = person;
  const at = ctx.now();
  const started = { email, sessionId: uuid(), expiresAt: new Date(at.getTime() + lifetimeMs) };
  await auditedTransaction({ ...ctx, person }, 'sessions.start', async (session, record) => {
    if (replaces) {
      const end = { ...replaces, by: email, reason: 'signed_in_again', at } as const;
      const details = { session: replaces.sessionId, reason: end.reason };
      if ((await session.write(endSession(end))) > 0) {
        record({ action: 'session.ended', subject: replaces.email, details });
      }
    }
    await session.write(insertSession({ ...started, device, method, at }));
    const details = { session: started.sessionId, method, device };
    record({ action: 'sign-in', subject: email, details });
  });
  return started;
}
