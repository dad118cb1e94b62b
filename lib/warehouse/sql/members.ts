import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { instant, text, timestampBind } from './shared/columns';
import { command, query } from './shared/statement';

const memberRow = z.object({
  email: text,
  name: text,
  role: z.enum(['viewer', 'manager', 'admin']),
  password_hash: text.nullable(),
  created_at: instant,
});
export type MemberRow = z.infer<typeof memberRow>;

/** The member with this email address, compared case-insensitively. At most one row. */
export function memberByEmail(email: string): Query<MemberRow> {
  return query({
    name: 'member.by-email',
    tables: ['members'],
    row: memberRow,
    sql: sql`SELECT email, name, role, password_hash, created_at
FROM ${t.members}
WHERE LOWER(email) = LOWER(${email.trim()})
ORDER BY created_at, email
LIMIT 1`,
  });
}

/** All members, ordered by name. */
export function listMembers(): Query<MemberRow> {
  return query({
    name: 'member.list',
    tables: ['members'],
    row: memberRow,
    sql: sql`SELECT email, name, role, password_hash, created_at
FROM ${t.members}
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
