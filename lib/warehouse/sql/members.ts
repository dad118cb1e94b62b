import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { amount, flag, instant, optionalInstant, text, timestampBind } from './shared/columns';
import { command, query } from './shared/statement';

const memberRow = z.object({
  email: text,
  name: text,
  role: z.enum(['viewer', 'manager', 'admin']),
  password_hash: text.nullable(),
  created_at: instant,
  /** Since when the member's access is disabled; null if it is not. */
  disabled_at: optionalInstant,
});
export type MemberRow = z.infer<typeof memberRow>;

/** The member with this email address, compared case-insensitively. At most one row. */
export function memberByEmail(email: string): Query<MemberRow> {
  return query({
    name: 'member.by-email',
    tables: ['members'],
    row: memberRow,
    sql: sql`SELECT email, name, role, password_hash, created_at, disabled_at
FROM ${t.members}
WHERE LOWER(email) = LOWER(${email.trim()})
ORDER BY created_at, email
LIMIT 1`,
  });
}

const listedMemberRow = memberRow.omit({ password_hash: true }).extend({
  has_password: flag,
  last_seen_at: optionalInstant,
  /** When the newest link that was never used expires or expired; null if there is none. */
  link_expires_at: optionalInstant,
});
export type ListedMemberRow = z.infer<typeof listedMemberRow>;

/** All members, ordered by name, with when they were last seen. */
export function listMembers(): Query<ListedMemberRow> {
  return query({
    name: 'member.list',
    tables: ['members', 'sessions', 'invitations'],
    row: listedMemberRow,
    sql: sql`SELECT m.email, m.name, m.role, m.created_at, m.disabled_at,
  m.password_hash IS NOT NULL AS has_password, s.last_seen_at, i.link_expires_at
FROM ${t.members} AS m
LEFT JOIN (
  SELECT LOWER(email) AS email, MAX(last_seen_at) AS last_seen_at
  FROM ${t.sessions}
  GROUP BY LOWER(email)
) AS s ON s.email = LOWER(m.email)
LEFT JOIN (
  SELECT LOWER(email) AS email, MAX(expires_at) AS link_expires_at
  FROM ${t.invitations}
  WHERE used_at IS NULL
  GROUP BY LOWER(email)
) AS i ON i.email = LOWER(m.email)
ORDER BY m.name, m.email`,
  });
}

const countRow = z.object({ admins: amount });

/** How many other admins can sign in: enabled and with a password. One row. */
export function countOtherAdmins(email: string): Query<z.infer<typeof countRow>> {
  return query({
    name: 'member.count-other-admins',
    tables: ['members'],
    row: countRow,
    sql: sql`SELECT COUNT(*) AS admins
FROM ${t.members}
WHERE role = 'admin' AND disabled_at IS NULL AND LOWER(email) <> LOWER(${email})
  AND password_hash IS NOT NULL`,
  });
}

export interface NewMember {
  readonly email: string;
  readonly name: string;
  readonly role: MemberRow['role'];
  readonly passwordHash: string | null;
  readonly now: Date;
}

/** Inserts a member, or updates the name, role, and password of the one with this address. */
export function upsertMember(member: NewMember): Command {
  const { name, role, passwordHash, now } = member;
  const email = member.email.trim();
  return command({
    name: 'member.upsert',
    tables: ['members'],
    sql: sql`MERGE INTO ${t.members} AS m
USING (SELECT CAST(${email} AS VARCHAR) AS email, CAST(${name} AS VARCHAR) AS name,
  CAST(${role} AS VARCHAR) AS role, CAST(${passwordHash} AS VARCHAR) AS password_hash,
  ${timestampBind(now)} AS created_at) AS n
ON LOWER(m.email) = LOWER(n.email)
WHEN MATCHED THEN UPDATE SET name = n.name, role = n.role, password_hash = n.password_hash
WHEN NOT MATCHED THEN INSERT (email, name, role, password_hash, created_at)
VALUES (n.email, n.name, n.role, n.password_hash, n.created_at)`,
  });
}

/** Changes a member's name and role. */
export function updateMember(member: Pick<MemberRow, 'email' | 'name' | 'role'>): Command {
  const { email, name, role } = member;
  return command({
    name: 'member.update',
    tables: ['members'],
    sql: sql`UPDATE ${t.members} SET name = ${name}, role = ${role}
WHERE LOWER(email) = LOWER(${email})`,
  });
}

/** Sets the password of a member whose access is not disabled; affects one row then. */
export function setPassword(email: string, passwordHash: string): Command {
  return command({
    name: 'member.set-password',
    tables: ['members'],
    sql: sql`UPDATE ${t.members} SET password_hash = ${passwordHash}
WHERE LOWER(email) = LOWER(${email}) AND disabled_at IS NULL`,
  });
}

/** Disables a member's access; affects one row if it was not. */
export function setDisabled(email: string, at: Date): Command {
  return command({
    name: 'member.disable',
    tables: ['members'],
    sql: sql`UPDATE ${t.members} SET disabled_at = ${timestampBind(at)}
WHERE LOWER(email) = LOWER(${email}) AND disabled_at IS NULL`,
  });
}

/** Enables a member's access; affects one row if it was disabled. */
export function setEnabled(email: string): Command {
  return command({
    name: 'member.enable',
    tables: ['members'],
    sql: sql`UPDATE ${t.members} SET disabled_at = NULL
WHERE LOWER(email) = LOWER(${email}) AND disabled_at IS NOT NULL`,
  });
}
