import sql, { empty } from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { instant, optionalInstant, text, timestampBind } from './shared/columns';
import { command, query, valuesTable } from './shared/statement';

/** How a person signed in. */
export type SignInMethod = 'password' | 'sso';

/** Why a session ended before its time. */
export const sessionEndReasons = [
  'signed_out',
  'ended_elsewhere',
  'signed_in_again',
  'ended_by_admin',
  'password_changed',
  'role_changed',
  'role_lost',
  'account_unlinked',
  'member_disabled',
] as const;
export type SessionEndReason = (typeof sessionEndReasons)[number];

const sessionMemberRow = z.object({
  session_id: text,
  created_at: instant,
  last_seen_at: instant,
  expires_at: instant,
  ended_at: optionalInstant,
  end_reason: z.enum(sessionEndReasons).nullable(),
  email: text,
  name: text,
  role: z.enum(['viewer', 'manager', 'admin']),
  disabled_at: optionalInstant,
});
export type SessionMemberRow = z.infer<typeof sessionMemberRow>;

/** A session with its member. At most one row; none if there is no such session or member. */
export function sessionWithMember(sessionId: string): Query<SessionMemberRow> {
  return query({
    name: 'session.with-member',
    tables: ['sessions', 'members'],
    row: sessionMemberRow,
    sql: sql`SELECT s.session_id, s.created_at, s.last_seen_at, s.expires_at, s.ended_at, s.end_reason,
  m.email, m.name, m.role, m.disabled_at
FROM ${t.sessions} AS s
JOIN ${t.members} AS m ON LOWER(m.email) = LOWER(s.email)
WHERE s.session_id = ${sessionId}
ORDER BY m.created_at, m.email
LIMIT 1`,
  });
}

const openSessionRow = z.object({
  session_id: text,
  email: text,
  device: text,
  method: text,
  created_at: instant,
  last_seen_at: instant,
});
export type OpenSessionRow = z.infer<typeof openSessionRow>;

/**
 * The sessions that still work, the one seen last first.
 * @param filter.idleSince a session last seen at this time or before has ended
 * @param filter.email only this member's, compared case-insensitively
 */
export function openSessions(filter: {
  readonly now: Date;
  readonly idleSince: Date;
  readonly email?: string | undefined;
}): Query<OpenSessionRow> {
  const { now, idleSince, email } = filter;
  return query({
    name: 'session.open',
    tables: ['sessions'],
    row: openSessionRow,
    sql: sql`SELECT session_id, email, device, method, created_at, last_seen_at
FROM ${t.sessions}
WHERE ended_at IS NULL AND expires_at > ${timestampBind(now)} AND last_seen_at > ${timestampBind(idleSince)}
${email === undefined ? empty : sql`AND LOWER(email) = LOWER(${email.trim()})`}
ORDER BY last_seen_at DESC, session_id`,
  });
}

/** A session that starts. */
export interface NewSession {
  readonly sessionId: string;
  readonly email: string;
  /** The browser and operating system, as the browser names them. */
  readonly device: string;
  readonly method: SignInMethod;
  readonly at: Date;
  readonly expiresAt: Date;
}

/** Inserts a session. No read can have cached it before. */
export function insertSession(session: NewSession): Command {
  const row = valuesTable(
    [session],
    [
      { name: 'session_id', type: 'VARCHAR', value: ({ sessionId }) => sessionId },
      { name: 'email', type: 'VARCHAR', value: ({ email }) => email },
      { name: 'device', type: 'VARCHAR', value: ({ device }) => device },
      { name: 'method', type: 'VARCHAR', value: ({ method }) => method },
      { name: 'created_at', type: 'TIMESTAMP_NTZ', value: ({ at }) => at.toISOString() },
      { name: 'last_seen_at', type: 'TIMESTAMP_NTZ', value: ({ at }) => at.toISOString() },
      {
        name: 'expires_at',
        type: 'TIMESTAMP_NTZ',
        value: ({ expiresAt }) => expiresAt.toISOString(),
      },
    ],
  );
  return command({
    name: 'session.insert',
    tables: ['sessions'],
    evictsCache: false,
    sql: sql`INSERT INTO ${t.sessions} (session_id, email, device, method, created_at, last_seen_at, expires_at)
SELECT * FROM ${row} AS v`,
  });
}

/** Records when a session's person was last active. Never moves it back. */
export function touchSession(sessionId: string, at: Date): Command {
  return command({
    name: 'session.touch',
    tables: ['sessions'],
    // The check of a session may use a time that is up to its maximum age old.
    evictsCache: false,
    sql: sql`UPDATE ${t.sessions}
SET last_seen_at = ${timestampBind(at)}
WHERE session_id = ${sessionId} AND ended_at IS NULL AND last_seen_at < ${timestampBind(at)}`,
  });
}

/** Whose sessions end, who ends them, why, and when. */
interface SessionEnd {
  /** The member, compared case-insensitively. */
  readonly email: string;
  /** Email of the person, or the name of a program. */
  readonly by: string;
  readonly reason: SessionEndReason;
  readonly at: Date;
}

/** Ends the sessions of every member, such as those that a restored backup has. */
export function endAllSessions({ by, reason, at }: Omit<SessionEnd, 'email'>): Command {
  return command({
    name: 'session.end-of-every-member',
    tables: ['sessions'],
    sql: sql`UPDATE ${t.sessions}
SET ended_at = ${timestampBind(at)}, ended_by = ${by}, end_reason = ${reason}
WHERE ended_at IS NULL`,
  });
}

/** Ends one session of a member. Affects no row if it has already ended. */
export function endSession(end: SessionEnd & { readonly sessionId: string }): Command {
  const { sessionId, email, by, reason, at } = end;
  return command({
    name: 'session.end',
    tables: ['sessions'],
    sql: sql`UPDATE ${t.sessions}
SET ended_at = ${timestampBind(at)}, ended_by = ${by}, end_reason = ${reason}
WHERE session_id = ${sessionId} AND LOWER(email) = LOWER(${email.trim()}) AND ended_at IS NULL`,
  });
}

/**
 * Ends a member's sessions. Affects one row for each that had not ended.
 * @param end.exceptSessionId the session to keep, such as the person's own
 */
export function endSessions(
  end: SessionEnd & { readonly exceptSessionId?: string | undefined },
): Command {
  const { email, exceptSessionId, by, reason, at } = end;
  return command({
    name: 'session.end-all',
    tables: ['sessions'],
    sql: sql`UPDATE ${t.sessions}
SET ended_at = ${timestampBind(at)}, ended_by = ${by}, end_reason = ${reason}
WHERE LOWER(email) = LOWER(${email.trim()}) AND ended_at IS NULL
${exceptSessionId === undefined ? empty : sql`AND session_id <> ${exceptSessionId}`}`,
  });
}
