import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { instant, optionalInstant, text, timestampBind } from './shared/columns';
import { command, query } from './shared/statement';

const invitationRow = z.object({
  invitation_id: text,
  email: text,
  name: text,
  disabled_at: optionalInstant,
  expires_at: instant,
  used_at: optionalInstant,
});
/** An invitation and the member it is for. */
export type InvitationRow = z.infer<typeof invitationRow>;

/** The invitation whose token has this SHA-256 hash. At most one row. */
export function invitationByHash(tokenHash: string): Query<InvitationRow> {
  return query({
    name: 'invitation.by-hash',
    tables: ['invitations', 'members'],
    row: invitationRow,
    sql: sql`SELECT i.invitation_id, m.email, m.name, m.disabled_at, i.expires_at, i.used_at
FROM ${t.invitations} AS i
JOIN ${t.members} AS m ON LOWER(m.email) = LOWER(i.email)
WHERE i.token_hash = ${tokenHash}
ORDER BY i.invitation_id, m.email
LIMIT 1`,
  });
}

export interface NewInvitation {
  readonly id: string;
  readonly email: string;
  readonly tokenHash: string;
  /** The email of the admin who made it. */
  readonly createdBy: string;
  readonly at: Date;
  readonly expiresAt: Date;
}

export function insertInvitation(invitation: NewInvitation): Command {
  const { id, email, tokenHash, createdBy, at, expiresAt } = invitation;
  return command({
    name: 'invitation.insert',
    tables: ['invitations'],
    sql: sql`INSERT INTO ${t.invitations} (invitation_id, email, token_hash, created_by, created_at, expires_at)
VALUES (${id}, ${email}, ${tokenHash}, ${createdBy}, ${timestampBind(at)}, ${timestampBind(expiresAt)})`,
  });
}

/** Uses an invitation that is neither used nor expired; affects one row then. */
export function claimInvitation(id: string, at: Date): Command {
  return command({
    name: 'invitation.claim',
    tables: ['invitations'],
    sql: sql`UPDATE ${t.invitations} SET used_at = ${timestampBind(at)}
WHERE invitation_id = ${id} AND used_at IS NULL AND expires_at > ${timestampBind(at)}`,
  });
}

/** Ends a member's invitations that were not used. */
export function expireInvitations(email: string, at: Date): Command {
  return command({
    name: 'invitation.expire',
    tables: ['invitations'],
    sql: sql`UPDATE ${t.invitations} SET expires_at = ${timestampBind(at)}
WHERE LOWER(email) = LOWER(${email}) AND used_at IS NULL AND expires_at > ${timestampBind(at)}`,
  });
}
