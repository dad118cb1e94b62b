import 'server-only';
import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { HOUR_MS } from '@/lib/time';
import { expireInvitations, insertInvitation } from '@/lib/warehouse/sql/invitations';
import type { Session } from '@/lib/warehouse/types';
import type { MembersContext } from './require-member';

/** How long a link can be used. */
const LINK_TTL_MS = 72 * HOUR_MS;

/** A link with which a member sets their password, once. Only its hash is stored. */
export interface InvitationLink {
  /** A path of this site. The token is in its fragment, which browsers never send to a server. */
  readonly path: string;
  readonly expiresAt: Date;
}

/** Makes a link for a member, and ends the ones they did not use. */
export async function makeInvitationLink(
  session: Session,
  ctx: MembersContext,
  email: string,
): Promise<InvitationLink> {
  const token = randomBytes(32).toString('base64url');
  const at = ctx.now();
  const expiresAt = new Date(at.getTime() + LINK_TTL_MS);
  await session.write(expireInvitations(email, at));
  await session.write(
    insertInvitation({
      id: uuid(),
      email,
      tokenHash: hashToken(token),
      createdBy: ctx.person.email,
      at,
      expiresAt,
    }),
  );
  return { path: `/invitation#${token}`, expiresAt };
}

/** The SHA-256 hash of a token. It is random, so it needs neither salt nor a slow hash. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
