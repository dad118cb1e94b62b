import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { flag, instant, optionalInstant, text, timestampBind } from './shared/columns';
import { command, query } from './shared/statement';

/**
 * Where a role comes from, if not from MEMBERS: from a claim of single sign-on, or from one that the member
 * no longer had at the last sign-in.
 */
const roleSources = ['claim', 'claim_lost'] as const;

const memberRow = z.object({
  email: text,
  name: text,
  role: z.enum(['viewer', 'manager', 'admin']),
  password_hash: text.nullable(),
  created_at: instant,
  /** Since when the member's access is disabled; null if it is not. */
  disabled_at: optionalInstant,
  /** The issuer and the subject of the account that the member signs in with; null if none is linked. */
  sso_issuer: text.nullable(),
  sso_subject: text.nullable(),
  role_source: z.enum(roleSources).nullable(),
});
export type MemberRow = z.infer<typeof memberRow>;

const memberColumns = sql`email, name, role, password_hash, created_at, disabled_at, sso_issuer, sso_subject,
  role_source`;

/** The member with this email address, compared case-insensitively. At most one row. */
export function memberByEmail(email: string): Query<MemberRow> {
  return query({
    name: 'member.by-email',
    tables: ['members'],
    row: memberRow,
    sql: sql`SELECT ${memberColumns}
FROM ${t.members}
WHERE LOWER(email) = LOWER(${email.trim()})
ORDER BY created_at, email
LIMIT 1`,
  });
}

/** The member who signs in with this account of an issuer. At most one row. */
export function memberBySubject(issuer: string, subject: string): Query<MemberRow> {
  return query({
    name: 'member.by-subject',
    tables: ['members'],
    row: memberRow,
    sql: sql`SELECT ${memberColumns}
FROM ${t.members}
WHERE sso_issuer = ${issuer} AND sso_subject = ${subject}
ORDER BY created_at, email
LIMIT 1`,
  });
}

const listedMemberRow = memberRow.omit({ password_hash: true, sso_subject: true }).extend({
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
    sql: sql`SELECT m.email, m.name, m.role, m.created_at, m.disabled_at, m.sso_issuer,
  m.role_source, m.password_hash IS NOT NULL AS has_password, s.last_seen_at, i.link_expires_at
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

/** How people may sign in. */
interface SignInMethods {
  readonly password: boolean;
  readonly sso: { readonly issuer: string } | null;
}

const nameRow = z.object({ name: text });

/**
 * The other admins who can sign in, by name: enabled, and with a password or a linked account of the issuer.
 * @param email the admin not to return; null to return all
 */
export function otherAdmins(
  email: string | null,
  { password, sso }: SignInMethods,
): Query<z.infer<typeof nameRow>> {
  const ways = [
    ...(password ? [sql`password_hash IS NOT NULL`] : []),
    ...(sso ? [sql`sso_issuer = ${sso.issuer}`] : []),
  ];
  return query({
    name: 'member.other-admins',
    tables: ['members'],
    row: nameRow,
    sql: sql`SELECT name
FROM ${t.members}
WHERE role = 'admin' AND disabled_at IS NULL AND LOWER(email) <> LOWER(${email ?? ''})
  AND COALESCE(role_source, '') <> 'claim_lost' AND (${join(ways, ' OR ')})
ORDER BY name, email`,
  });
}

export interface NewMember {
  readonly email: string;
  readonly name: string;
  readonly role: MemberRow['role'];
  readonly passwordHash: string | null;
  readonly now: Date;
}

/**
 * Inserts a member, or updates the name, role, and password of the one with this address. The role then comes
 * from MEMBERS.
 */
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
WHEN MATCHED THEN UPDATE SET name = n.name, role = n.role,
  password_hash = n.password_hash, role_source = NULL
WHEN NOT MATCHED THEN INSERT (email, name, role, password_hash, created_at)
VALUES (n.email, n.name, n.role, n.password_hash, n.created_at)`,
  });
}

/** Changes a member's name and role, and where the role comes from. */
export function updateMember(
  member: Pick<MemberRow, 'email' | 'name' | 'role' | 'role_source'>,
): Command {
  const { email, name, role, role_source: source } = member;
  return command({
    name: 'member.update',
    tables: ['members'],
    sql: sql`UPDATE ${t.members} SET name = ${name}, role = ${role}, role_source = ${source}
WHERE LOWER(email) = LOWER(${email})`,
  });
}

/** Links an account of single sign-on to a member, in place of the one before. */
export function linkAccount(email: string, issuer: string, subject: string): Command {
  return command({
    name: 'member.link-account',
    tables: ['members'],
    sql: sql`UPDATE ${t.members} SET sso_issuer = ${issuer}, sso_subject = ${subject}
WHERE LOWER(email) = LOWER(${email})`,
  });
}

/** Unlinks a member's account, so that the role comes from MEMBERS; affects one row if one was linked. */
export function unlinkAccount(email: string): Command {
  return command({
    name: 'member.unlink-account',
    tables: ['members'],
    sql: sql`UPDATE ${t.members} SET sso_issuer = NULL, sso_subject = NULL, role_source = NULL
WHERE LOWER(email) = LOWER(${email}) AND sso_issuer IS NOT NULL`,
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
