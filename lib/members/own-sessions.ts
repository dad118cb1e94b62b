import 'server-only';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import type { SessionLimits } from '@/lib/server/auth/session';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { endSession, endSessions, openSessions } from '@/lib/warehouse/sql/sessions';

type SessionContext = Pick<Context, 'warehouse' | 'person' | 'now'>;

/** One of a person's sessions. */
export interface OwnSession {
  readonly id: string;
  /** The browser and its system, such as "Chrome on macOS". */
  readonly device: string;
  readonly startedAt: Date;
  readonly lastSeenAt: Date;
  /** Whether it is the session of this request. */
  readonly isCurrent: boolean;
}

/** Lists the person's sessions that still work, the current one first. */
export async function listOwnSessions(
  ctx: SessionContext,
  { idleMs }: Pick<SessionLimits, 'idleMs'>,
): Promise<readonly OwnSession[]> {
  const current = currentSession(ctx);
  const now = ctx.now();
  const idleSince = new Date(now.getTime() - idleMs);
  const rows = await ctx.warehouse.read(openSessions({ now, idleSince, email: ctx.person.email }));
  return rows
    .map((row) => ({
      id: row.session_id,
      device: row.device,
      startedAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      isCurrent: row.session_id === current,
    }))
    .sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
}

/** Ends the session of this request. */
export async function signOut(ctx: SessionContext): Promise<void> {
  const { email } = ctx.person;
  const sessionId = currentSession(ctx);
  await auditedTransaction(ctx, 'sessions.sign-out', async (session, record) => {
    const end = { sessionId, email, by: email, reason: 'signed_out' as const, at: ctx.now() };
    const ended = await session.write(endSession(end));
    if (ended > 0) record({ action: 'sign-out', subject: email, details: { session: sessionId } });
  });
}

const endInput = z.object({
  sessions: z.union([
    z.object({ id: z.string().min(1).max(100) }),
    /** Every session of the person, or every one but the current one. */
    z.enum(['all', 'others']),
  ]),
});

/** Ends some of the person's own sessions. One that has already ended stays as it is. */
export async function endOwnSessions(
  ctx: SessionContext,
  input: z.input<typeof endInput>,
): Promise<void> {
  const { sessions } = parseInput(endInput, input);
  const { email } = ctx.person;
  const current = currentSession(ctx);
  await auditedTransaction(ctx, 'sessions.end-own', async (session, record) => {
    const end = { email, by: email, reason: 'ended_elsewhere' as const, at: ctx.now() };
    const exceptSessionId = sessions === 'others' ? current : undefined;
    const ended = await session.write(
      typeof sessions === 'string'
        ? endSessions({ ...end, exceptSessionId })
        : endSession({ ...end, sessionId: sessions.id }),
    );
    const details = { reason: end.reason, ended };
    if (ended > 0) record({ action: 'session.ended', subject: email, details });
  });
}

/** @throws AppError `forbidden` for a program, which has no session */
function currentSession({ person }: SessionContext): string {
  if (person.sessionId) return person.sessionId;
  throw new AppError('forbidden', 'Only people have sessions. Nothing was changed.');
}
