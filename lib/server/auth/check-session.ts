import 'server-only';
import { AppError } from '@/lib/server/errors';
import { HOUR_MS } from '@/lib/time';
import {
  type SessionEndReason,
  type SessionMemberRow,
  sessionWithMember,
} from '@/lib/warehouse/sql/sessions';
import type { Warehouse } from '@/lib/warehouse/types';
import type { Person } from './person';
import type { SessionLimits } from './session';

/**
 * How long a session works after another server ends it or changes its member. Changes by this
 * server apply immediately.
 */
const SESSION_CHECK_TTL_MS = 30_000;

/**
 * Returns the member of a session. Reads at most one statement in 30 seconds, and one more before it
 * refuses an idle session, which may have been active on another server.
 * @throws AppError `sign_in_required` if the session has ended, with the reason in its message and in
 *   the detail `ended`; or a warehouse code
 */
export async function checkSession(
  warehouse: Warehouse,
  sessionId: string,
  { now, idleMs }: { readonly now: Date } & Pick<SessionLimits, 'idleMs'>,
): Promise<Person> {
  const find = async (maxAgeMs: number) =>
    (await warehouse.read(sessionWithMember(sessionId), { maxAgeMs }))[0];
  let session = await find(SESSION_CHECK_TTL_MS);
  if (session && endOf(session, now, idleMs) === 'idle') session = await find(0);
  if (!session) throw signedOutError();
  const end = endOf(session, now, idleMs);
  if (end) throw endedError(end, session, idleMs);
  const { email, name, role } = session;
  return { email, name, role, sessionId };
}

type End = SessionEndReason | 'expired' | 'idle';

/** Why a session no longer works; undefined if it does. */
function endOf(session: SessionMemberRow, now: Date, idleMs: number): End | undefined {
  if (session.disabled_at) return 'member_disabled';
  if (session.ended_at) return session.end_reason ?? 'signed_out';
  if (now >= session.expires_at) return 'expired';
  if (now.getTime() - session.last_seen_at.getTime() >= idleMs) return 'idle';
  return undefined;
}

/** The error for a request without a session. */
export function signedOutError(): AppError {
  return new AppError(
    'sign_in_required',
    'You are signed out, so nothing was changed. Sign in and try again.',
  );
}

function endedError(end: End, session: SessionMemberRow, idleMs: number): AppError {
  const next =
    end === 'member_disabled' ? 'Ask an admin if you need it again.' : 'Sign in to continue.';
  const message = `${reasonOf(end, session, idleMs)} You are signed out, so nothing was changed. ${next}`;
  return new AppError('sign_in_required', message, { details: { ended: end } });
}

const endMessages: Record<SessionEndReason, string> = {
  signed_out: 'This session was signed out.',
  ended_elsewhere: 'You ended this session from another browser.',
  signed_in_again: 'This browser signed in again.',
  ended_by_admin: 'An admin ended your session.',
  password_changed: 'Your password was changed.',
  role_changed: 'Your role was changed.',
  role_lost: 'Your company account no longer has a group with access.',
  account_unlinked: 'An admin unlinked your company account.',
  member_disabled: 'Your access was disabled.',
};

function reasonOf(end: End, session: SessionMemberRow, idleMs: number): string {
  if (end === 'idle') return `You were inactive for ${inHours(idleMs)}.`;
  if (end !== 'expired') return endMessages[end];
  const { created_at, expires_at } = session;
  return `A session lasts ${inHours(expires_at.getTime() - created_at.getTime())}.`;
}

function inHours(ms: number): string {
  const hours = Math.round((ms / HOUR_MS) * 100) / 100;
  return hours === 1 ? '1 hour' : `${hours} hours`;
}
